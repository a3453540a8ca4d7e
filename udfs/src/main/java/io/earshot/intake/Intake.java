package io.earshot.intake;

import static io.earshot.intake.Refusal.Reason.DIGEST_MISMATCH;
import static io.earshot.intake.Refusal.Reason.INVALID_FIELD;
import static io.earshot.intake.Refusal.Reason.MISSING_FIELD;
import static io.earshot.intake.Refusal.Reason.OVERSIZED_FIELD;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a submission against the contract and splits it into one work item a modality.
 *
 * <p>Each check is one short method that answers with a refusal or with nothing; the first refusal
 * ends the submission. A modality that is expected but not carried becomes a work item without
 * payload, so that its absence is judged (as unscored) and not waited for.
 */
public final class Intake {

  /** Before this an event time is a unit mistake (seconds for milliseconds), not a date. */
  private static final long EARLIEST_EVENT_TIME = 946_684_800_000L; // 2000-01-01

  /** After this it is one too (microseconds for milliseconds). */
  private static final long LATEST_EVENT_TIME = 4_102_444_800_000L; // 2100-01-01

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern MARKET = Pattern.compile("[A-Z]{2}");

  /** What rules call a modality's state: a label of that name would overwrite it. */
  public static final List<String> RESERVED_LABELS = List.of("present", "scored", "unscored");

  private final IntakeLimits limits;
  private final FieldChecks checks;
  private final SignReader signs = new SignReader();

  /** Checks for content. */
  public Intake(IntakeLimits limits) {
    this.limits = limits;
    this.checks = new FieldChecks(limits);
  }

  /** The first thing that is wrong with a submission, or null if nothing is. */
  public @Nullable Refusal refuse(Submission s, long recordTimestamp) {
    return FieldChecks.first(
        checks.id("eventId", s.eventId()),
        checks.id("contentId", s.contentId()),
        checks.id("creatorId", s.creatorId()),
        version(s.version()),
        kind(s.kind()),
        checks.time("eventTime", s.eventTime(), recordTimestamp),
        market(s.market()),
        checks.shortText("language", s.language()),
        FieldChecks.length("title", s.title(), limits.maxTitleChars()),
        FieldChecks.length("description", s.description(), limits.maxTextChars()),
        FieldChecks.length("transcript", s.transcript(), limits.maxTextChars()),
        items("tags", s.tags()),
        items("links", s.links()),
        duration(s.durationMs()),
        media("cover", s.cover()),
        media("audio", s.audio()),
        supplied(s.suppliedScores()),
        matches(s.suppliedMatches()),
        s.parentId() == null ? null : checks.id("parentId", s.parentId()),
        s.release() == null ? null : release(s.release()),
        checks.shortText("isrc", s.isrc()));
  }

  private @Nullable Refusal release(ReleaseRef release) {
    Double similarity = release.joinSimilarity();
    return FieldChecks.first(
        checks.id("release.releaseId", release.releaseId()),
        release.trackCount() >= 1
            ? null
            : new Refusal(
                INVALID_FIELD,
                "release.trackCount",
                "release.trackCount is " + release.trackCount() + "; a release has at least 1"),
        similarity == null || (similarity >= 0.0 && similarity <= 1.0)
            ? null
            : new Refusal(
                INVALID_FIELD,
                "release.joinSimilarity",
                "release.joinSimilarity is " + similarity + "; it lies in 0 to 1"));
  }

  /**
   * The work items of a submission that was not refused, in the order of {@link Modality}; at least
   * one.
   */
  public void split(Submission s, SourceRef source, Consumer<WorkItem> out) {
    List<TextField> fields = textFields(s);
    List<Modality> modalities = new ArrayList<>(3);
    for (Modality modality : Modality.values()) {
      if (carried(s, modality, fields) || s.expectedModalities().contains(modality)) {
        modalities.add(modality);
      }
    }
    if (modalities.isEmpty()) {
      // Nothing to read, see or hear still needs a decision, so it is judged on its facts.
      modalities.add(Modality.TEXT);
    }
    ContentRef content =
        new ContentRef(
            s.eventId(),
            s.contentId(),
            s.version(),
            s.creatorId(),
            Objects.requireNonNull(s.kind(), "kind, checked by refuse"),
            s.language(),
            s.market(),
            s.eventTime(),
            s.durationMs(),
            s.declaredExplicit(),
            s.title().length(),
            s.links().size(),
            s.tags().size(),
            modalities,
            source,
            signs.read(s));
    for (Modality modality : modalities) {
      out.accept(
          new WorkItem(
              content,
              modality,
              modality == Modality.TEXT ? fields : List.of(),
              media(s, modality),
              suppliedFor(s, modality),
              // Of a medium that the event does not carry too: a match says itself what it is of.
              modality == modalities.get(0) ? s.suppliedMatches() : List.of()));
    }
  }

  private static boolean carried(Submission s, Modality modality, List<TextField> fields) {
    return (modality == Modality.TEXT && !fields.isEmpty())
        || media(s, modality) != null
        || suppliedFor(s, modality) != null;
  }

  private static List<TextField> textFields(Submission s) {
    List<TextField> fields = new ArrayList<>(4);
    addIfText(fields, "title", s.title());
    addIfText(fields, "description", s.description());
    addIfText(fields, "transcript", s.transcript());
    addIfText(fields, "tags", String.join(" ", s.tags()));
    return fields;
  }

  private static void addIfText(List<TextField> fields, String name, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      fields.add(new TextField(name, text));
    }
  }

  private static @Nullable MediaRef media(Submission s, Modality modality) {
    return switch (modality) {
      case TEXT -> null;
      case IMAGE -> s.cover();
      case AUDIO -> s.audio();
    };
  }

  private static @Nullable SuppliedScores suppliedFor(Submission s, Modality modality) {
    for (SuppliedScores supplied : s.suppliedScores()) {
      if (supplied.modality() == modality) {
        return supplied;
      }
    }
    return null;
  }

  private static @Nullable Refusal version(long version) {
    return version >= 1
        ? null
        : new Refusal(
            INVALID_FIELD,
            "version",
            "version is " + version + "; the first publication is 1 and every edit counts up");
  }

  private static @Nullable Refusal kind(@Nullable ContentKind kind) {
    return kind != null
        ? null
        : new Refusal(
            INVALID_FIELD,
            "kind",
            "kind is not known to this version of the job; known are "
                + List.of(ContentKind.values()));
  }

  /**
   * Whether an event time may be taken for time: watermarks follow only those that may.
   *
   * @param recordTimestamp time of the record that carries it
   * @param maxAheadMillis how far it may be ahead of that
   */
  public static boolean isPlausible(long eventTime, long recordTimestamp, long maxAheadMillis) {
    return eventTime >= EARLIEST_EVENT_TIME
        && eventTime < LATEST_EVENT_TIME
        && eventTime - maxAheadMillis <= recordTimestamp;
  }

  private static @Nullable Refusal market(String market) {
    return MARKET.matcher(market).matches()
        ? null
        : new Refusal(
            INVALID_FIELD,
            "market",
            "market is \""
                + FieldChecks.brief(market)
                + "\"; it must be an ISO 3166-1 alpha-2 code, ZZ if not known");
  }

  private @Nullable Refusal items(String field, List<String> values) {
    if (values.size() > limits.maxListItems()) {
      return new Refusal(
          OVERSIZED_FIELD,
          field,
          field + " has " + values.size() + " entries, the limit is " + limits.maxListItems());
    }
    for (String value : values) {
      Refusal refusal = FieldChecks.length(field, value, limits.maxTitleChars());
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal duration(@Nullable Long durationMs) {
    return durationMs == null || durationMs >= 0
        ? null
        : new Refusal(
            INVALID_FIELD, "durationMs", "durationMs is " + durationMs + "; it cannot be negative");
  }

  private @Nullable Refusal media(String field, @Nullable MediaRef media) {
    if (media == null) {
      return null;
    }
    byte[] content = media.content();
    if (!SHA256.matcher(media.sha256()).matches()) {
      return new Refusal(
          INVALID_FIELD,
          field + ".sha256",
          field
              + ".sha256 is \""
              + FieldChecks.brief(media.sha256())
              + "\"; it must be 64 lower-case hex digits");
    }
    if (content == null) {
      return media.uri() != null && !media.uri().isBlank()
          ? null
          : new Refusal(MISSING_FIELD, field, field + " has neither content nor uri; give one");
    }
    if (content.length > limits.maxInlineBytes()) {
      return new Refusal(
          OVERSIZED_FIELD,
          field + ".content",
          String.format(
              Locale.ROOT,
              "%s.content has %,d bytes, the limit is %,d; send a uri instead",
              field,
              content.length,
              limits.maxInlineBytes()));
    }
    String actual = sha256(content);
    return actual.equals(media.sha256())
        ? null
        : new Refusal(
            DIGEST_MISMATCH,
            field + ".sha256",
            field + ".sha256 is " + media.sha256() + " but the content has " + actual);
  }

  private @Nullable Refusal matches(List<BankMatch> matches) {
    if (matches.size() > limits.maxListItems()) {
      return new Refusal(
          OVERSIZED_FIELD,
          "suppliedMatches",
          "suppliedMatches has "
              + matches.size()
              + " entries, the limit is "
              + limits.maxListItems()
              + "; send the nearest ones");
    }
    for (BankMatch match : matches) {
      Refusal refusal =
          FieldChecks.first(
              checks.id("suppliedMatches.bank", match.bank()),
              checks.id("suppliedMatches.entryId", match.entryId()),
              checks.shortText("suppliedMatches.policyId", match.policyId()),
              match.distance() >= 0 && match.distance() <= Double.MAX_VALUE
                  ? null
                  : new Refusal(
                      INVALID_FIELD,
                      "suppliedMatches.distance",
                      "suppliedMatches.distance is "
                          + match.distance()
                          + "; it is 0 for the same bytes, and more the less alike they are"));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Refusal supplied(List<SuppliedScores> supplied) {
    Set<Modality> seen = EnumSet.noneOf(Modality.class);
    for (SuppliedScores scores : supplied) {
      if (!seen.add(scores.modality())) {
        return invalidScores(
            "has " + scores.modality() + " twice; put all labels of a modality into one entry");
      }
      Refusal refusal =
          FieldChecks.first(
              checks.id("suppliedScores.modelId", scores.modelId()),
              checks.id("suppliedScores.modelVersion", scores.modelVersion()),
              labels(scores.labels()),
              scores(scores),
              checks.shortText("suppliedScores.unscoredReason", scores.unscoredReason()),
              scoredOrNot(scores));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Refusal labels(List<String> labels) {
    if (labels.size() > limits.maxListItems()) {
      return new Refusal(
          OVERSIZED_FIELD,
          "suppliedScores",
          "suppliedScores has "
              + labels.size()
              + " labels, the limit is "
              + limits.maxListItems()
              + "; send those that rules ask for");
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      Refusal refusal = checks.id("suppliedScores.label", label);
      if (refusal != null) {
        return refusal;
      }
      if (RESERVED_LABELS.contains(label)) {
        return invalidScores(
            "has a label \""
                + label
                + "\", which rules know as a fact about the modality; give it another name");
      }
      if (!seen.add(label)) {
        return invalidScores("has the label \"" + FieldChecks.brief(label) + "\" twice");
      }
    }
    return null;
  }

  private static @Nullable Refusal scores(SuppliedScores scores) {
    if (scores.labels().size() != scores.scores().size()) {
      return invalidScores(
          "has " + scores.labels().size() + " labels and " + scores.scores().size() + " scores");
    }
    for (double score : scores.scores()) {
      if (!(score >= 0.0 && score <= 1.0)) {
        return invalidScores("has a score of " + score + "; scores lie in 0 to 1");
      }
    }
    return null;
  }

  /** Nothing at all would pass for content in which nothing was found. */
  private static @Nullable Refusal scoredOrNot(SuppliedScores scores) {
    String reason = scores.unscoredReason();
    if (reason == null) {
      return scores.labels().isEmpty()
          ? invalidScores(
              "has no scores for "
                  + scores.modality()
                  + " and no unscoredReason; send either, or leave the entry out")
          : null;
    }
    if (reason.isBlank()) {
      return invalidScores("has an empty unscoredReason; name one, or leave it null with scores");
    }
    return scores.labels().isEmpty()
        ? null
        : invalidScores(
            "has scores for "
                + scores.modality()
                + " and the unscoredReason \""
                + FieldChecks.brief(reason)
                + "\"; send one of them");
  }

  private static Refusal invalidScores(String what) {
    return new Refusal(INVALID_FIELD, "suppliedScores", "suppliedScores " + what);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256 by specification", e);
    }
  }
}
