package io.earshot.risk.network;

import java.util.List;

/**
 * What a part of those who link to a host did in a window.
 *
 * @param host hash of it
 * @param shard which part
 * @param windowEnd end of the window
 * @param notes in canonical order
 */
public record LinkBatch(long host, String shard, long windowEnd, List<LinkNote> notes) {

  /** By host. */
  public String key() {
    return Long.toHexString(host);
  }
}
