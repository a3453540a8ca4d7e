package io.earshot.matching;

import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioLimits;
import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.PictureRoom;
import io.earshot.scoring.MediaKey;
import io.earshot.scoring.MediaReader;
import io.earshot.scoring.Reuse;
import io.earshot.scoring.UnscoredReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fingerprints of the pictures and sounds of work items, fetched and decoded by a {@link
 * MediaReader}, once for all that have the same digest, as long as that is remembered. A medium
 * that cannot be had is known by the digest that the event names it by, and is looked up by that
 * alone; unless the bytes are others than it says, when nothing is known of it.
 */
final class Fingerprinting implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fingerprinting.class);
  private static final ImageLimits IMAGES = ImageLimits.DEFAULT;

  private final MediaReader reader;
  private final Reuse<MediaKey, MediaFingerprints> reuse;
  private final AtomicLong byDigestAlone = new AtomicLong();

  /**
   * Fingerprints of one modality.
   *
   * @param rememberedBytes of fingerprints that are remembered; 0 for none
   */
  Fingerprinting(MediaReader reader, long rememberedBytes) {
    this.reader = reader;
    this.reuse = new Reuse<>(rememberedBytes, MediaFingerprints::bytes);
  }

  /** The item with its fingerprints, never exceptionally. */
  CompletableFuture<FingerprintedItem> of(WorkItem item) {
    MediaRef media = item.media();
    if (media == null || item.modality() == Modality.TEXT) {
      return CompletableFuture.completedFuture(new FingerprintedItem(item, null));
    }
    return reuse
        .get(
            MediaKey.of(media),
            () -> reader.read(media, bytes -> prints(item.modality(), media, bytes)),
            MediaReader.Outcome::value,
            prints -> new MediaReader.Outcome<>(prints, null, ""))
        .thenApply(
            outcome -> {
              MediaFingerprints prints = outcome.value();
              if (prints != null) {
                return new FingerprintedItem(item, prints);
              }
              LOG.debug("{} has no fingerprint: {}", item.content().eventId(), outcome.message());
              if (outcome.unscored() == UnscoredReason.DIGEST_MISMATCH) {
                // What is there is not what the digest says, so that says nothing about it.
                byDigestAlone.incrementAndGet();
                return new FingerprintedItem(item, null);
              }
              return byDigest(item, media);
            });
  }

  /** The item with nothing but the digest of its medium. */
  FingerprintedItem byDigest(WorkItem item) {
    MediaRef media = item.media();
    return media == null ? new FingerprintedItem(item, null) : byDigest(item, media);
  }

  private FingerprintedItem byDigest(WorkItem item, MediaRef media) {
    byDigestAlone.incrementAndGet();
    return new FingerprintedItem(item, MediaFingerprints.ofDigest(item.modality(), media.sha256()));
  }

  private static MediaFingerprints prints(Modality modality, MediaRef media, InputStream bytes)
      throws IOException, InterruptedException {
    if (modality == Modality.IMAGE) {
      return MediaFingerprints.ofPicture(
          media.sha256(),
          PictureRoom.OF_PROCESS.decode(
              new ImageDecoder(IMAGES),
              // One byte more than is decoded tells that there are more.
              bytes.readNBytes(IMAGES.maxBytes() + 1),
              media.mediaType(),
              PdqHasher::views));
    }
    return MediaFingerprints.ofSound(
        media.sha256(),
        AudioFingerprinter.fingerprints(
            new AudioDecoder(AudioLimits.DEFAULT)
                .open(bytes, media.mediaType(), AudioFingerprinter.RATE),
            Alteration.KNOWN));
  }

  /** Media so far that could not be had or decoded. */
  long byDigestAlone() {
    return byDigestAlone.get();
  }

  /** Fingerprints so far that were not made anew. */
  long reused() {
    return reuse.reused();
  }

  @Override
  public void close() {
    reader.close();
  }
}
