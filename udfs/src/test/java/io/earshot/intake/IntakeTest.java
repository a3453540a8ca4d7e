package io.earshot.intake;

import static io.earshot.testing.TestData.LIMITS;
import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.Refusal.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is refused and why, and what becomes of the rest. */
class IntakeTest {

  private static final Intake INTAKE = new Intake(LIMITS);
  private static final String DIGEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"; // of "test"

  /** A submission with one thing changed. */
  private static final class Draft {
    private final Submission s = submission();
    String eventId = s.eventId();
    String contentId = s.contentId();
    String creatorId = s.creatorId();
    long version = 1;
    @Nullable ContentKind kind = s.kind();
    String language = "en";
    String market = "SE";
    String title = "A title";
    String description = "";
    @Nullable String transcript;
    List<String> tags = List.of();
    List<String> links = List.of();
    @Nullable Long durationMs;
    @Nullable MediaRef cover;
    @Nullable MediaRef audio;
    long eventTime = T0;
    List<Modality> expected = List.of();
    List<SuppliedScores> supplied = List.of();
    @Nullable String parentId;
    @Nullable ReleaseRef release;
    @Nullable String isrc;
    List<BankMatch> matches = List.of();

    Submission build() {
      return new Submission(
          eventId,
          contentId,
          version,
          creatorId,
          kind,
          language,
          market,
          title,
          description,
          transcript,
          tags,
          links,
          durationMs,
          cover,
          audio,
          false,
          eventTime,
          expected,
          supplied,
          parentId,
          release,
          isrc,
          matches);
    }
  }

  private interface Change {
    void to(Draft draft);
  }

  private static @Nullable Refusal refusal(Change change) {
    Draft draft = new Draft();
    change.to(draft);
    return INTAKE.refuse(draft.build(), T0);
  }

  private static void refused(Reason reason, String field, Change change) {
    assertThat(refusal(change))
        .as(field)
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(reason);
              assertThat(refusal.field()).isEqualTo(field);
              assertThat(refusal.message()).contains(field).hasSizeLessThan(400);
            });
  }

  private static SuppliedScores scores(Modality modality, Double... scores) {
    return new SuppliedScores(modality, "m", "1", List.of("hate"), List.of(scores), null);
  }

  @Test
  void an_ordinary_submission_is_taken() {
    assertThat(INTAKE.refuse(submission(), T0)).isNull();
  }

  @Test
  void every_refusal_names_its_field() {
    refused(Reason.MISSING_FIELD, "eventId", d -> d.eventId = " ");
    refused(Reason.OVERSIZED_FIELD, "eventId", d -> d.eventId = "x".repeat(65));
    refused(Reason.MISSING_FIELD, "contentId", d -> d.contentId = "");
    refused(Reason.MISSING_FIELD, "creatorId", d -> d.creatorId = "");
    refused(Reason.INVALID_FIELD, "version", d -> d.version = 0);
    refused(Reason.INVALID_FIELD, "kind", d -> d.kind = null);
    refused(Reason.INVALID_FIELD, "market", d -> d.market = "sweden".repeat(99));
    refused(Reason.OVERSIZED_FIELD, "language", d -> d.language = "x".repeat(65));
    refused(Reason.OVERSIZED_FIELD, "title", d -> d.title = "x".repeat(201));
    refused(Reason.OVERSIZED_FIELD, "description", d -> d.description = "x".repeat(2_001));
    refused(Reason.OVERSIZED_FIELD, "transcript", d -> d.transcript = "x".repeat(2_001));
    refused(Reason.OVERSIZED_FIELD, "tags", d -> d.tags = Collections.nCopies(11, "t"));
    refused(Reason.OVERSIZED_FIELD, "links", d -> d.links = List.of("x".repeat(201)));
    refused(Reason.INVALID_FIELD, "durationMs", d -> d.durationMs = -1L);
    refused(
        Reason.INVALID_FIELD,
        "cover.sha256",
        d -> d.cover = new MediaRef("image/png", "ABC".repeat(99), null, "s3://x"));
    refused(
        Reason.MISSING_FIELD, "audio", d -> d.audio = new MediaRef("audio/ogg", DIGEST, null, ""));
    refused(
        Reason.OVERSIZED_FIELD,
        "audio.content",
        d -> d.audio = new MediaRef("audio/ogg", DIGEST, new byte[1_025], null));
    refused(
        Reason.DIGEST_MISMATCH,
        "cover.sha256",
        d -> d.cover = new MediaRef("image/png", DIGEST, new byte[] {1}, null));
    refused(
        Reason.INVALID_FIELD,
        "suppliedScores",
        d -> d.supplied = List.of(scores(Modality.TEXT, 0.5, 0.5)));
    refused(
        Reason.INVALID_FIELD,
        "suppliedScores",
        d -> d.supplied = List.of(scores(Modality.TEXT, Double.NaN)));
    refused(
        Reason.INVALID_FIELD,
        "suppliedScores",
        d -> d.supplied = List.of(scores(Modality.TEXT, 0.1), scores(Modality.TEXT, 0.9)));
  }

  @Test
  void supplied_names_are_checked_like_ids_and_labels_do_not_hide_facts() {
    String tooLong = "x".repeat(65);
    refusedScores(Reason.MISSING_FIELD, "suppliedScores.modelId", " ", "1", "hate");
    refusedScores(Reason.OVERSIZED_FIELD, "suppliedScores.modelId", tooLong, "1", "hate");
    refusedScores(Reason.MISSING_FIELD, "suppliedScores.modelVersion", "m", "", "hate");
    refusedScores(Reason.OVERSIZED_FIELD, "suppliedScores.modelVersion", "m", tooLong, "hate");
    refusedScores(Reason.MISSING_FIELD, "suppliedScores.label", "m", "1", "");
    refusedScores(Reason.OVERSIZED_FIELD, "suppliedScores.label", "m", "1", tooLong);
    refusedScores(
        Reason.OVERSIZED_FIELD,
        "suppliedScores",
        "m",
        "1",
        IntStream.range(0, 11).mapToObj(i -> "label" + i).toArray(String[]::new));
    refusedScores(Reason.INVALID_FIELD, "suppliedScores", "m", "1", "hate", "hate");
    for (String reserved : List.of("scored", "present", "unscored")) {
      refusedScores(Reason.INVALID_FIELD, "suppliedScores", "m", "1", reserved);
    }
  }

  @Test
  void supplied_matches_travel_once_whatever_the_event_carries() {
    BankMatch match = new BankMatch("theirs", "x", "CSE.CSAM", Modality.IMAGE, 3);
    Draft draft = new Draft();
    draft.title = "a title";
    draft.expected = List.of(Modality.TEXT, Modality.AUDIO);
    draft.matches = List.of(match);
    List<WorkItem> items = new ArrayList<>();

    INTAKE.split(draft.build(), new SourceRef("content.events", 0, 1), items::add);

    assertThat(items).extracting(WorkItem::matches).containsExactly(List.of(match), List.of());
  }

  @Test
  void supplied_matches_name_an_entry_and_a_distance() {
    refused(Reason.MISSING_FIELD, "suppliedMatches.bank", d -> d.matches = matches("", "x", 0));
    refused(Reason.MISSING_FIELD, "suppliedMatches.entryId", d -> d.matches = matches("b", "", 0));
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(
          Reason.INVALID_FIELD,
          "suppliedMatches.distance",
          d -> d.matches = matches("b", "x", wrong));
    }
    refused(
        Reason.OVERSIZED_FIELD,
        "suppliedMatches",
        d -> d.matches = Collections.nCopies(11, matches("b", "x", 0).get(0)));
  }

  private static List<BankMatch> matches(String bank, String entry, double distance) {
    return List.of(new BankMatch(bank, entry, "CSE.CSAM", Modality.IMAGE, distance));
  }

  @Test
  void supplied_scores_are_there_or_a_reason_is() {
    SuppliedScores none =
        new SuppliedScores(Modality.TEXT, "m", "1", List.of(), List.of(), "TIMEOUT");
    SuppliedScores neither =
        new SuppliedScores(Modality.TEXT, "m", "1", List.of(), List.of(), null);
    SuppliedScores blank = new SuppliedScores(Modality.TEXT, "m", "1", List.of(), List.of(), " ");
    SuppliedScores both =
        new SuppliedScores(Modality.TEXT, "m", "1", List.of("hate"), List.of(0.5), "TIMEOUT");
    SuppliedScores endless =
        new SuppliedScores(Modality.TEXT, "m", "1", List.of(), List.of(), "x".repeat(65));

    assertThat(refusal(d -> d.supplied = List.of(none))).isNull();
    for (SuppliedScores wrong : List.of(neither, blank, both)) {
      refused(Reason.INVALID_FIELD, "suppliedScores", d -> d.supplied = List.of(wrong));
    }
    refused(
        Reason.OVERSIZED_FIELD,
        "suppliedScores.unscoredReason",
        d -> d.supplied = List.of(endless));
  }

  private static void refusedScores(
      Reason reason, String field, String modelId, String modelVersion, String... labels) {
    SuppliedScores scores =
        new SuppliedScores(
            Modality.TEXT,
            modelId,
            modelVersion,
            List.of(labels),
            Collections.nCopies(labels.length, 0.5),
            null);
    refused(reason, field, d -> d.supplied = List.of(scores));
  }

  @Test
  void an_event_time_is_taken_up_to_the_limit_ahead_of_its_record() {
    assertThat(refusal(d -> d.eventTime = T0 + 60_000)).isNull();
    refused(Reason.INVALID_FIELD, "eventTime", d -> d.eventTime = T0 + 60_001);
    refused(Reason.INVALID_FIELD, "eventTime", d -> d.eventTime = T0 / 1_000);
    refused(Reason.INVALID_FIELD, "eventTime", d -> d.eventTime = T0 * 1_000);
    refused(Reason.INVALID_FIELD, "eventTime", d -> d.eventTime = Long.MIN_VALUE);
    refused(Reason.INVALID_FIELD, "eventTime", d -> d.eventTime = Long.MAX_VALUE);
  }

  @Test
  void inline_media_with_the_right_digest_are_taken() {
    byte[] test = {'t', 'e', 's', 't'};
    assertThat(refusal(d -> d.cover = new MediaRef("image/png", DIGEST, test, null))).isNull();
  }

  @Property
  void a_submission_becomes_one_item_for_each_modality_that_it_has_or_promises(
      @ForAll boolean title,
      @ForAll boolean tags,
      @ForAll boolean cover,
      @ForAll boolean audio,
      @ForAll Set<Modality> promised,
      @ForAll Set<Modality> supplied) {
    Draft draft = new Draft();
    draft.title = title ? "A title" : " ";
    draft.tags = tags ? List.of("a", "b") : List.of();
    draft.cover = cover ? new MediaRef("image/png", DIGEST, null, "s3://c") : null;
    draft.audio = audio ? new MediaRef("audio/ogg", DIGEST, null, "s3://a") : null;
    draft.expected = List.copyOf(promised);
    draft.supplied = supplied.stream().map(m -> scores(m, 0.5)).toList();
    Submission valid = draft.build();
    assertThat(INTAKE.refuse(valid, T0)).isNull();

    List<WorkItem> items = new ArrayList<>();
    INTAKE.split(valid, new SourceRef("content.events", 0, 1), items::add);

    EnumSet<Modality> expected = EnumSet.noneOf(Modality.class);
    expected.addAll(promised);
    expected.addAll(supplied);
    if (title || tags) {
      expected.add(Modality.TEXT);
    }
    if (cover) {
      expected.add(Modality.IMAGE);
    }
    if (audio) {
      expected.add(Modality.AUDIO);
    }
    if (expected.isEmpty()) {
      expected.add(Modality.TEXT);
    }
    assertThat(items).extracting(WorkItem::modality).containsExactlyElementsOf(expected);
    for (WorkItem item : items) {
      assertThat(item.content().modalities()).containsExactlyElementsOf(expected);
      assertThat(item.media() != null)
          .isEqualTo(
              (item.modality() == Modality.IMAGE && cover)
                  || (item.modality() == Modality.AUDIO && audio));
      assertThat(item.supplied() != null).isEqualTo(supplied.contains(item.modality()));
      assertThat(item.fields().isEmpty())
          .isEqualTo(item.modality() != Modality.TEXT || !(title || tags));
    }
  }

  private static ContentSigns signs(Change change) {
    Draft draft = new Draft();
    change.to(draft);
    List<WorkItem> items = new ArrayList<>();
    INTAKE.split(draft.build(), new SourceRef("content.events", 0, 0), items::add);
    return items.get(0).content().signs();
  }

  @Test
  void signs_know_words_whatever_their_case_and_punctuation() {
    ContentSigns one = signs(d -> d.title = "Buy now, BUY now!");
    ContentSigns other = signs(d -> d.title = "buy NOW buy... now");

    assertThat(one).isEqualTo(other);
    assertThat(one.tokens()).isEqualTo(4);
    assertThat(one.topTokenShare()).isEqualTo(500);
    assertThat(one.uniqueTokenShare()).isEqualTo(500);
    assertThat(signs(d -> d.title = "now buy now buy").textHash()).isNotEqualTo(one.textHash());
    assertThat(signs(d -> d.title = "").textHash()).isZero();
    assertThat(signs(d -> d.title = "")).isEqualTo(ContentSigns.NONE);
    assertThat(
            signs(
                    d -> {
                      d.title = "Buy now, BUY now!";
                      d.tags = List.of("buy", "cheap pills");
                    })
                .textHash())
        .isEqualTo(one.textHash());
  }

  @Test
  void signs_know_the_hosts_of_links() {
    ContentSigns one =
        signs(d -> d.links = List.of("https://www.Pills.example/a?b", "http://x.example"));
    ContentSigns other = signs(d -> d.links = List.of("x.example:80", "https://pills.example#c"));

    assertThat(one.domains()).hasSize(2).isSorted();
    assertThat(other.domains()).isEqualTo(one.domains());
    assertThat(signs(d -> d.parentId = "p").parentHash()).isNotZero();
  }

  @Test
  void a_recording_is_known_by_its_isrc_or_else_by_its_title() {
    assertThat(signs(d -> d.title = "The  Rain!").recording())
        .isEqualTo(signs(d -> d.title = "the rain").recording())
        .isNotEqualTo(signs(d -> d.title = "the rain 2").recording());
    assertThat(signs(d -> d.isrc = "SE-ABC-26-00001").recording())
        .isEqualTo(signs(d -> d.isrc = "seabc2600001").recording())
        .isNotEqualTo(signs(d -> {}).recording());
    refused(Reason.OVERSIZED_FIELD, "isrc", d -> d.isrc = "x".repeat(10_000));
  }

  @Test
  void a_release_that_cannot_be_is_refused() {
    refused(
        Reason.INVALID_FIELD, "release.trackCount", d -> d.release = new ReleaseRef("r", 0, null));
    refused(
        Reason.INVALID_FIELD,
        "release.joinSimilarity",
        d -> d.release = new ReleaseRef("r", 2, 1.5));
    refused(Reason.MISSING_FIELD, "release.releaseId", d -> d.release = new ReleaseRef("", 2, 0.5));
    refused(Reason.MISSING_FIELD, "parentId", d -> d.parentId = "");
    assertThat(signs(d -> d.release = new ReleaseRef("r", 2, 0.9)).release())
        .isEqualTo(new ContentSigns.ReleaseSign(io.earshot.stats.Hash64.of("r"), 2, 900));
  }
}
