package io.earshot.job.bench;

import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Score;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Content events with supplied scores, as many as wanted: the same ones for the same seed.
 *
 * <p>Nine of ten come from any creator, one from the busiest hundredth, so that most windows of a
 * creator hold one event and some hold many. One in fifty scores high on some label; one in seven
 * carries a link. Not for use by several threads.
 */
final class SyntheticEvents {

  /** Score labels, as the text model gives them. */
  private static final List<String> LABELS =
      List.of("harassment", "hate", "sexual", "violence", "self_harm", "spam");

  private static final List<String> WORDS =
      List.of(
          "night",
          "river",
          "signal",
          "morning",
          "story",
          "echo",
          "garden",
          "paper",
          "distance",
          "summer",
          "voice",
          "radio",
          "winter",
          "letters",
          "north",
          "silver",
          "walking",
          "machine",
          "island",
          "answer",
          "listen",
          "window",
          "thunder",
          "season",
          "chapter",
          "harbour");

  private static final ContentKind[] KINDS = {
    ContentKind.TRACK,
    ContentKind.TRACK,
    ContentKind.TRACK,
    ContentKind.EPISODE,
    ContentKind.PLAYLIST
  };

  private final SplittableRandom random;
  private final int creators;
  private final BitSet seen;
  private long produced;

  /**
   * Events of that many creators.
   *
   * @throws IllegalArgumentException if there is no creator
   */
  SyntheticEvents(long seed, int creators) {
    if (creators < 1) {
      throw new IllegalArgumentException("creators is " + creators + "; it must be at least 1");
    }
    this.random = new SplittableRandom(seed);
    this.creators = creators;
    this.seen = new BitSet(creators);
  }

  /** The next event, published at a time. */
  ContentEvent next(Instant eventTime) {
    long number = produced++;
    int creator =
        random.nextInt(10) == 0
            ? random.nextInt(Math.max(1, creators / 100))
            : random.nextInt(creators);
    seen.set(creator);
    boolean links = random.nextInt(7) == 0;
    return ContentEvent.newBuilder()
        .setEventId("event-" + Long.toHexString(number + 0x1000_0000L))
        .setContentId("content-" + Long.toHexString(number + 0x1000_0000L))
        .setVersion(1)
        .setCreatorId("creator-" + Integer.toHexString(creator + 0x1000_000))
        .setKind(KINDS[random.nextInt(KINDS.length)])
        .setLanguage("en")
        .setMarket("SE")
        .setTitle(words(4))
        .setDescription(words(24))
        .setTranscript(null)
        .setTags(List.of(WORDS.get(random.nextInt(WORDS.size())), "new"))
        .setLinks(links ? List.of("https://links.example/" + number) : List.of())
        .setDurationMs(random.nextLong(30_000, 3_600_000))
        .setCover(null)
        .setAudio(null)
        .setDeclaredExplicit(random.nextInt(10) == 0)
        .setEventTime(eventTime)
        .setExpectedModalities(List.of(Modality.TEXT))
        .setSuppliedScores(List.of(scores()))
        .build();
  }

  /** Creators of whom there was an event. */
  int creatorsSeen() {
    return seen.cardinality();
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder(count * 8);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  private ModalityScores scores() {
    int high = random.nextInt(50) == 0 ? random.nextInt(LABELS.size()) : -1;
    List<Score> scores = new ArrayList<>(LABELS.size());
    for (int i = 0; i < LABELS.size(); i++) {
      double low = random.nextDouble() * random.nextDouble() * 0.3;
      double score = i == high ? 0.5 + 0.5 * random.nextDouble() : low;
      scores.add(new Score(LABELS.get(i), StrictMath.rint(score * 1000.0) / 1000.0));
    }
    return new ModalityScores(Modality.TEXT, "bench-text", "1", scores, null);
  }
}
