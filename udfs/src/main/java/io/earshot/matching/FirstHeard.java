package io.earshot.matching;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who was first with the sounds of one band, over all creators. A sound that is near one that is
 * kept is not kept itself, so what everybody copies costs look-ups and no memory; and of a band
 * that is in too many sounds after all, the {@value #MOST} newest are kept.
 *
 * <p>Items must come in the order of event time, then of content id: what is first is then a
 * function of what was published, and not of what arrived. In bytes, about 30 and the content's id
 * for each sound.
 */
final class FirstHeard {

  /** Sounds of a band that are kept. */
  static final int MOST = 64;

  /** Up to which distance one is the other, bits of a sketch. */
  static final int FARTHEST = 30;

  private record Origin(SoundSketch sketch, long creator, String contentId, long at) {}

  private final List<Origin> origins = new ArrayList<>(2);

  /** Those that were kept; none of no bytes. */
  static FirstHeard of(byte @Nullable [] bytes) {
    FirstHeard read = new FirstHeard();
    if (bytes == null) {
      return read;
    }
    ByteReader in = StateFormat.reader("what was heard before", bytes);
    long before = 0;
    while (in.hasMore()) {
      Origin origin =
          new Origin(
              SoundSketch.read(in),
              in.word(),
              new String(in.block(), StandardCharsets.UTF_8),
              before + in.signed());
      read.origins.add(origin);
      before = origin.at();
    }
    return read;
  }

  /** What is kept; no bytes where nothing is. */
  byte[] toBytes() {
    if (origins.isEmpty()) {
      return new byte[0];
    }
    ByteWriter out = StateFormat.writer();
    long before = 0;
    for (Origin origin : origins) {
      origin.sketch().write(out);
      out.word(origin.creator()).block(origin.contentId().getBytes(StandardCharsets.UTF_8));
      out.signed(origin.at() - before);
      before = origin.at();
    }
    return out.toBytes();
  }

  /**
   * An item comes by.
   *
   * @return what was heard first of what is near it, if that is of another creator; else null
   */
  @Nullable Earlier meet(HeardItem item) {
    long creator = Hash64.of(item.creatorId());
    for (Origin origin : origins) {
      if (origin.sketch().isNear(item.sketch(), FARTHEST)) {
        return origin.creator() == creator
            ? null
            : new Earlier(origin.contentId(), origin.at(), origin.sketch().distance(item.sketch()));
      }
    }
    if (origins.size() == MOST) {
      origins.remove(0);
    }
    origins.add(new Origin(item.sketch(), creator, item.contentId(), item.eventTime()));
    return null;
  }

  /** Forgets what a creator published before a time. */
  void forget(Forget forget) {
    origins.removeIf(origin -> forget.covers(origin.creator(), origin.at()));
  }

  /** Forgets what was heard before a time, milliseconds since the epoch. */
  void forgetBefore(long time) {
    origins.removeIf(origin -> origin.at() < time);
  }
}
