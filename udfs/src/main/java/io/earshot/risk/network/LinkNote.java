package io.earshot.risk.network;

import java.util.Comparator;

/**
 * That a creator links to a host; or that the host is to forget the creator.
 *
 * @param host hash of it
 * @param creatorId who
 * @param time of the first link in a window, milliseconds since the epoch
 * @param createdAt when the account was made; 0 if not known
 * @param forget whether it is to be forgotten
 */
public record LinkNote(long host, String creatorId, long time, long createdAt, boolean forget) {

  static final Comparator<LinkNote> CANONICAL =
      Comparator.comparingLong(LinkNote::time)
          .thenComparing(LinkNote::creatorId)
          .thenComparing(note -> !note.forget());

  /** Parts into which the creators of one host are split, so that no subtask gets all of them. */
  private static final int SHARDS = 16;

  /** A host, and a part of those who link to it. */
  public String shard() {
    return Long.toHexString(host) + "/" + Math.floorMod(creatorId.hashCode(), SHARDS);
  }
}
