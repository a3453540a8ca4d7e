package io.earshot.job.traffic;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.intake.Domains;
import io.earshot.job.traffic.TrafficEvent.ContentPlayed;
import io.earshot.job.traffic.TrafficEvent.CreatorPlayed;
import io.earshot.job.traffic.TrafficEvent.ReportPlayed;
import io.earshot.matching.Alteration;
import io.earshot.matching.AudioFingerprinter;
import io.earshot.matching.BankEntry;
import io.earshot.matching.BankIndex;
import io.earshot.matching.FingerprintKind;
import io.earshot.matching.MediaFingerprints;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioLimits;
import io.earshot.policy.DomainReader;
import io.earshot.risk.DomainList;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.Media;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final TrafficPack PACK = TrafficPack.bundled();

  private static final Set<String> SCENARIOS =
      Set.of(
          "honest",
          "offender",
          "upload-flood",
          "album-delivery",
          "slow-drip",
          "edit-after-approval",
          "typo-fix",
          "link-spam",
          "sponsored-show",
          "short-tracks",
          "compilation",
          "split-release",
          "gapless-album",
          "reissue",
          "same-sound",
          "keyword-stuffing",
          "tracklists",
          "comment-spam",
          "superfan",
          "title-abuse",
          "renaming",
          "dormant-takeover",
          "comeback",
          "blunt-critic",
          "account-ring",
          "family",
          "ban-evasion",
          "newcomer",
          "link-crowd",
          "festival",
          "blocked-links",
          "scam-watch",
          "re-offender",
          "one-slip",
          "removed-sound",
          "another-sound",
          "altered-copies",
          "own-songs",
          "report-brigade",
          "rightly-reported",
          "claim-abuse",
          "rights-holder",
          "synthetic-flood",
          "prolific-artist");

  /** Avro refuses to make objects of classes that nobody vouched for, generated ones included. */
  @BeforeAll
  static void trustTheGeneratedRecords() {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    String generated = ContentEvent.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(before, type -> type.getPackageName().equals(generated)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 20, 333.3, 5_000})
  void same_seed_start_and_rate_give_the_same_bytes(double rate) {
    List<TrafficEvent> one = events(7, rate, 3_000);
    List<TrafficEvent> other = events(7, rate, 3_000);

    assertThat(one).hasSameSizeAs(other);
    for (int i = 0; i < one.size(); i++) {
      assertThat(encode(one.get(i))).isEqualTo(encode(other.get(i)));
      assertThat(one.get(i).scenario()).isEqualTo(other.get(i).scenario());
    }
  }

  @Test
  void another_seed_start_or_rate_gives_other_ids() {
    Set<String> ids = ids(events(7, 20, 500));

    assertThat(ids(events(8, 20, 500))).doesNotContainAnyElementsOf(ids);
    assertThat(ids(events(7, 21, 500))).doesNotContainAnyElementsOf(ids);
    assertThat(ids(take(new Traffic(PACK, 7, START.plusMillis(1), 20), 500)))
        .doesNotContainAnyElementsOf(ids);
  }

  @Test
  void every_event_survives_the_wire_unchanged() throws IOException {
    for (TrafficEvent event : events(3, 20, 2_000)) {
      byte[] bytes = encode(event);
      if (event instanceof ContentPlayed played) {
        assertThat(ContentEvent.getDecoder().decode(bytes, new ContentEvent()))
            .isEqualTo(played.event());
      } else if (event instanceof CreatorPlayed created) {
        assertThat(CreatorEvent.getDecoder().decode(bytes, new CreatorEvent()))
            .isEqualTo(created.event());
      } else if (event instanceof ReportPlayed reported) {
        assertThat(Report.getDecoder().decode(bytes, new Report())).isEqualTo(reported.event());
      }
    }
  }

  @Property(tries = 25)
  void event_time_never_goes_back_and_keeps_the_rate(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.2, max = 30_000) double rate) {
    List<TrafficEvent> events = events(seed, rate, 1_500);

    Instant last = START;
    for (TrafficEvent event : events) {
      assertThat(event.eventTime()).isAfterOrEqualTo(last);
      last = event.eventTime();
    }
    long contents = contents(events).size();
    double seconds = (last.toEpochMilli() - START.toEpochMilli()) / 1_000.0;
    assertThat((double) contents).isCloseTo(seconds * rate, within(2 + 0.11 * rate));
  }

  @Test
  void event_ids_are_unique_and_a_creator_hardly_ever_repeats_a_text() {
    List<TrafficEvent> events = events(5, 20, 20_000);

    assertThat(events).extracting(TrafficEvent::eventId).doesNotHaveDuplicates();
    assertThat(contents(events))
        .filteredOn(played -> played.event().getVersion() == 1)
        .extracting(played -> played.event().getContentId())
        .doesNotHaveDuplicates();
    List<List<String>> texts =
        contents(events).stream()
            // To say the same again is what it is about.
            .filter(played -> !played.scenario().equals("comment-spam"))
            .map(TrafficEvent.ContentPlayed::event)
            .filter(event -> event.getVersion() == 1)
            .map(event -> List.of(event.getCreatorId(), event.getTitle(), event.getDescription()))
            .toList();
    assertThat(new HashSet<>(texts)).hasSizeGreaterThan((int) (0.999 * texts.size()));
  }

  @Test
  void a_creator_is_made_known_once_and_before_the_first_content() {
    Map<String, Instant> known = new HashMap<>();
    for (TrafficEvent event : events(11, 20, 20_000)) {
      if (event instanceof CreatorPlayed closed
          && closed.event().getKind() == CreatorEventKind.TERMINATED) {
        assertThat(known).containsKey(closed.key());
      } else if (event instanceof CreatorPlayed created) {
        Instant before = known.put(created.key(), created.eventTime());
        assertThat(before).as("creator %s made known twice", created.key()).isNull();
        assertThat(created.event().getAccountCreatedAt()).isBefore(START);
      } else if (event instanceof ContentPlayed played) {
        assertThat(known).containsKey(played.event().getCreatorId());
        assertThat(known.get(played.event().getCreatorId())).isBefore(played.eventTime());
      }
    }
  }

  @Test
  void every_scenario_ends_within_the_first_minute_at_the_default_rate() {
    Map<String, Long> plays =
        contents(first(1, Traffic.DEFAULT_RATE, 1_200)).stream()
            .collect(groupingBy(TrafficEvent::scenario, counting()));

    assertThat(plays.keySet()).isEqualTo(SCENARIOS);
    assertThat(plays)
        .containsEntry("upload-flood", (long) UploadFlood.UPLOADS)
        .containsEntry("album-delivery", (long) AlbumDelivery.TRACKS)
        .containsEntry("link-spam", (long) LinkSpam.CREATORS * LinkSpam.EPISODES)
        .containsEntry("edit-after-approval", 2L * EditAfterApproval.CONTENTS)
        .containsEntry("typo-fix", 2L * TypoFix.CONTENTS)
        .containsEntry("sponsored-show", (long) SponsoredShow.EPISODES)
        .containsEntry("slow-drip", 10L)
        .containsEntry("blunt-critic", (long) HonestScripts.REVIEWS)
        .containsEntry("short-tracks", (long) AbuseScripts.SHORT_TRACKS)
        .containsEntry("same-sound", (long) SoundScripts.UPLOADS)
        .containsEntry("reissue", (long) SoundScripts.UPLOADS)
        .containsEntry("compilation", (long) HonestScripts.COMPILED)
        .containsEntry("split-release", (long) AbuseScripts.SPLITS)
        .containsEntry("gapless-album", (long) HonestScripts.GAPLESS)
        .containsEntry("keyword-stuffing", (long) AbuseScripts.STUFFED)
        .containsEntry("tracklists", (long) HonestScripts.MIXES)
        .containsEntry("comment-spam", (long) AbuseScripts.COMMENTS)
        .containsEntry("superfan", (long) HonestScripts.FAN_COMMENTS)
        .containsEntry("title-abuse", (long) AbuseScripts.RESETS)
        .containsEntry("renaming", (long) HonestScripts.RENAMES)
        .containsEntry("dormant-takeover", (long) AbuseScripts.TAKEOVER_UPLOADS)
        .containsEntry("comeback", (long) HonestScripts.RETURN_UPLOADS)
        .containsEntry("account-ring", (long) NetworkScripts.RING_UPLOADS)
        .containsEntry("family", (long) NetworkScripts.FAMILY_UPLOADS)
        .containsEntry("ban-evasion", (long) NetworkScripts.NEWCOMER_UPLOADS)
        .containsEntry("newcomer", (long) NetworkScripts.NEWCOMER_UPLOADS)
        .containsEntry("link-crowd", (long) LinkScripts.CROWD_UPLOADS)
        .containsEntry("festival", (long) LinkScripts.CROWD_UPLOADS)
        .containsEntry("blocked-links", (long) LinkScripts.LINKING)
        .containsEntry("scam-watch", (long) LinkScripts.LINKING)
        .containsEntry("re-offender", (long) ReturnScripts.PLAYS)
        .containsEntry("one-slip", (long) ReturnScripts.PLAYS)
        .containsEntry("removed-sound", (long) ReturnScripts.PLAYS)
        .containsEntry("another-sound", (long) ReturnScripts.PLAYS)
        .containsEntry("altered-copies", (long) SoundScripts.COPIES)
        .containsEntry("own-songs", (long) SoundScripts.COPIES)
        .containsEntry("report-brigade", (long) ReportScripts.REPORTED_UPLOADS)
        .containsEntry("rightly-reported", (long) ReportScripts.REPORTED_UPLOADS)
        .containsEntry("claim-abuse", (long) ReportScripts.CLAIMED_UPLOADS)
        .containsEntry("rights-holder", (long) ReportScripts.CLAIMED_UPLOADS)
        .containsEntry("synthetic-flood", (long) UploadStreams.UPLOADS)
        .containsEntry("prolific-artist", (long) UploadStreams.UPLOADS);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 42, -9})
  void the_first_violation_comes_within_two_seconds(long seed) {
    assertThat(contents(first(seed, Traffic.DEFAULT_RATE, 40)))
        .anyMatch(
            played ->
                played.policies().contains("HAT.HATE")
                    && played.eventTime().isBefore(START.plusSeconds(2)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 20, 200})
  void most_content_is_clean_at_every_rate(double rate) {
    // Where several copies of a script play, they begin one after the other in the first minute.
    List<ContentPlayed> contents =
        contents(events(4, rate, 40_000)).stream().skip((long) (60 * rate)).toList();

    assertThat(share(contents, Variant.CLEAN)).isBetween(0.84, 0.91);
    assertThat(share(contents, Variant.VIOLATING)).isBetween(0.06, 0.10);
    assertThat(share(contents, Variant.BORDERLINE)).isBetween(0.03, 0.06);
  }

  @Test
  void labels_agree_with_the_variant_and_with_what_is_played() {
    for (ContentPlayed played : contents(events(9, 20, 10_000))) {
      assertThat(played.policies().isEmpty()).isEqualTo(played.variant() != Variant.VIOLATING);
      switch (played.scenario()) {
        case "upload-flood", "synthetic-flood" ->
            assertThat(played.policies()).containsExactly("INT.FLOOD");
        case "link-spam" -> {
          assertThat(played.policies()).containsExactly("INT.LINKSPAM");
          assertThat(played.event().getLinks()).isNotEmpty();
          assertThat(played.event().getDurationMs()).isLessThan(30_000);
        }
        case "slow-drip" -> assertThat(played.variant()).isEqualTo(Variant.BORDERLINE);
        case "album-delivery",
            "typo-fix",
            "sponsored-show",
            "compilation",
            "gapless-album",
            "reissue",
            "tracklists",
            "superfan",
            "renaming",
            "comeback",
            "family",
            "newcomer",
            "festival",
            "scam-watch",
            "own-songs",
            "report-brigade",
            "claim-abuse",
            "prolific-artist",
            "blunt-critic" ->
            assertThat(played.variant()).isEqualTo(Variant.CLEAN);
        case "short-tracks", "split-release" ->
            assertThat(played.policies()).containsExactly("INT.SHORTTRACK");
        case "same-sound" -> assertThat(played.policies()).containsExactly("INT.DUPLICATE");
        case "keyword-stuffing" -> assertThat(played.policies()).containsExactly("INT.KEYWORD");
        case "comment-spam" -> assertThat(played.policies()).containsExactly("INT.COMMENT");
        case "account-ring" ->
            assertThat(played.policies()).containsExactly("INT.CIRCUMVENT", "INT.RING");
        case "ban-evasion" -> assertThat(played.policies()).containsExactly("INT.CIRCUMVENT");
        case "link-crowd", "blocked-links" -> {
          assertThat(played.policies()).containsExactly("INT.LINKSPAM");
          assertThat(played.event().getLinks()).hasSize(1);
        }
        case "re-offender" ->
            assertThat(played.policies()).isSubsetOf("VIO.THREAT", "INT.CIRCUMVENT");
        case "one-slip" -> assertThat(played.policies()).isSubsetOf("VIO.THREAT");
        case "removed-sound" ->
            assertThat(played.policies()).isSubsetOf("INT.LINKSPAM", "INT.CIRCUMVENT");
        case "altered-copies" -> assertThat(played.policies()).containsExactly("IPR.COPYRIGHT");
        case "another-sound" -> assertThat(played.policies()).isSubsetOf("INT.LINKSPAM");
        case "rightly-reported" -> assertThat(played.policies()).isSubsetOf("HAR.HARASS");
        case "rights-holder" -> assertThat(played.policies()).isSubsetOf("IPR.COPYRIGHT");
        case "dormant-takeover" -> assertThat(played.policies()).containsExactly("DEC.IMPERSON");
        case "title-abuse" ->
            assertThat(played.variant())
                .isEqualTo(
                    played.event().getVersion() % 2 == 1 ? Variant.CLEAN : Variant.VIOLATING);
        case "edit-after-approval" ->
            assertThat(played.variant())
                .isEqualTo(played.event().getVersion() == 1 ? Variant.CLEAN : Variant.VIOLATING);
        case "offender" -> assertThat(played.variant()).isEqualTo(Variant.VIOLATING);
        default -> assertThat(played.variant()).isNotEqualTo(Variant.VIOLATING);
      }
    }
  }

  @Test
  void an_edit_is_the_next_version_of_the_same_content_by_the_same_creator() {
    Map<String, ContentEvent> versions = new HashMap<>();
    int edits = 0;
    for (ContentPlayed played : contents(events(2, 20, 6_000))) {
      ContentEvent event = played.event();
      ContentEvent before = versions.put(event.getContentId(), event);
      if (before == null) {
        assertThat(event.getVersion()).isEqualTo(1);
        continue;
      }
      edits++;
      assertThat(event.getVersion()).isEqualTo(before.getVersion() + 1);
      assertThat(event.getCreatorId()).isEqualTo(before.getCreatorId());
      assertThat(event.getKind()).isEqualTo(before.getKind());
      assertThat(event.getMarket()).isEqualTo(before.getMarket());
      assertThat(event.getTitle() + event.getDescription())
          .isNotEqualTo(before.getTitle() + before.getDescription());
      assertThat(event.getEventTime()).isAfter(before.getEventTime().plusSeconds(8));
      if (played.scenario().equals("typo-fix")) {
        assertThat(event.getDescription()).hasSameSizeAs(before.getDescription());
      }
    }
    assertThat(edits).isGreaterThan(20);
  }

  @Test
  void the_past_is_of_accounts_that_sleep_and_comes_months_before_all_else() {
    Traffic traffic = new Traffic(PACK, 2, START, 20);
    List<TrafficEvent> past =
        traffic.past().stream().filter(event -> event.scenario().equals("sleeping")).toList();

    assertThat(past)
        .hasSize(4 * SleepingAccounts.ROUNDS)
        .extracting(TrafficEvent::eventTime)
        .isSorted()
        .allMatch(time -> time.isBefore(START.minusSeconds(180L * 24 * 3_600)));
    Set<String> asleep =
        contents(past).stream()
            .map(played -> played.event().getCreatorId())
            .collect(java.util.stream.Collectors.toSet());
    assertThat(
            contents(take(traffic, 6_000)).stream()
                .filter(
                    played ->
                        played.scenario().equals("dormant-takeover")
                            || played.scenario().equals("comeback"))
                .map(played -> played.event().getCreatorId()))
        .isNotEmpty()
        .allMatch(asleep::contains);
  }

  @Test
  void a_stream_of_uploads_has_begun_days_before_and_a_machine_made_all_of_one() {
    Traffic traffic = new Traffic(PACK, 2, START, 20);
    assertThat(traffic.past()).extracting(TrafficEvent::eventTime).isSorted();

    Map<String, List<Double>> heard = new HashMap<>();
    for (ContentPlayed played :
        contents(Stream.concat(traffic.past().stream(), take(traffic, 1_500).stream()).toList())) {
      played
          .event()
          .getSuppliedScores()
          .forEach(
              scores ->
                  heard
                      .computeIfAbsent(
                          played.scenario() + " " + played.event().getCreatorId(),
                          k -> new ArrayList<>())
                      .add(scores.getScores().get(0).getScore()));
    }
    assertThat(heard).hasSize(2 * UploadStreams.CREATORS);
    heard.forEach(
        (who, scores) -> {
          assertThat(scores).hasSizeGreaterThanOrEqualTo(UploadStreams.PAST_UPLOADS);
          double share =
              scores.stream().filter(score -> score >= 0.9).count() / (double) scores.size();
          if (who.startsWith("synthetic-flood")) {
            assertThat(share).isEqualTo(1.0);
          } else {
            assertThat(share).isBetween(0.01, 0.15);
          }
        });
  }

  @Test
  void the_farm_plays_what_each_of_its_bots_played_and_pushes_some_tracks() {
    List<TrafficEvent.PlaysCounted> farm =
        new Traffic(7, START, 20)
            .pastPlays().stream()
                .map(TrafficEvent.PlaysCounted.class::cast)
                .filter(
                    event ->
                        event.scenario().equals(PlayScripts.FARM)
                            || event.scenario().equals(PlayScripts.VICTIM))
                .filter(event -> event.event().getPlayedSeconds() < 60L * event.event().getPlays())
                .toList();

    assertThat(
            farm.stream()
                .collect(
                    groupingBy(
                        event -> event.event().getListenerId(),
                        java.util.stream.Collectors.summingInt(event -> event.event().getPlays()))))
        .hasSize(PlayScripts.BOTS)
        .allSatisfy((bot, plays) -> assertThat(plays).isEqualTo(636 * 3));
    assertThat(farm)
        .extracting(TrafficEvent::eventTime)
        .isSorted()
        .allMatch(time -> time.isBefore(START));
  }

  @Test
  void the_blocked_domains_are_a_list_of_the_shop_and_not_of_who_warns_of_it() throws Exception {
    DomainList list = DomainReader.read("blocked", Platform.blockedDomains(START).getBundle());

    assertThat(list.domains().values())
        .contains(registrable(Platform.BLOCKED_SHOP))
        .doesNotContain(registrable(Platform.UNBLOCKED_PAGE));
  }

  @Test
  void the_bank_knows_the_song_cut_and_higher_and_no_other_song() throws Exception {
    BankControl entry = Platform.knownSong(START);
    BankIndex bank =
        new BankIndex.Builder()
            .add(
                new BankEntry(
                    entry.getBankId(),
                    entry.getEntryId(),
                    FingerprintKind.CHROMAPRINT,
                    entry.getFingerprint(),
                    entry.getPolicyId(),
                    BankEntry.UNRATED,
                    entry.getSource(),
                    0,
                    Long.MAX_VALUE,
                    FingerprintKind.CHROMAPRINT.farthest()))
            .build();
    Map<String, List<Boolean>> altered = new HashMap<>();
    for (ContentPlayed played : contents(events(3, 20, 1_500))) {
      if (Set.of("altered-copies", "own-songs").contains(played.scenario())) {
        MediaFingerprints heard =
            new MediaFingerprints(
                io.earshot.intake.Modality.AUDIO,
                played.event().getAudio().getSha256(),
                List.of(),
                AudioFingerprinter.fingerprints(
                    new AudioDecoder(AudioLimits.DEFAULT)
                        .open(
                            new ByteArrayInputStream(checked(played.event().getAudio())),
                            "audio/wav",
                            AudioFingerprinter.RATE),
                    Alteration.KNOWN),
                List.of());
        altered
            .computeIfAbsent(played.scenario(), script -> new ArrayList<>())
            .addAll(
                bank.find(heard, played.eventTime().toEpochMilli()).stream()
                    .map(match -> match.altered())
                    .toList());
      }
    }

    assertThat(altered)
        .isEqualTo(Map.of("altered-copies", List.of(true, false), "own-songs", List.of()));
  }

  private static String registrable(String link) {
    return Domains.registrable(URI.create(link).getHost());
  }

  @Test
  void a_flood_is_one_new_creator_with_near_identical_tracks_within_a_minute() {
    Map<String, List<ContentPlayed>> floods =
        contents(events(6, 20, 6_000)).stream()
            .filter(played -> played.scenario().equals("upload-flood"))
            .collect(groupingBy(played -> played.event().getCreatorId()));

    assertThat(floods).hasSizeGreaterThan(2);
    List<ContentPlayed> flood = floods.values().iterator().next();
    assertThat(flood).hasSizeGreaterThanOrEqualTo(25);
    assertThat(flood.get(flood.size() - 1).eventTime())
        .isBefore(flood.get(0).eventTime().plusSeconds(60));
    assertThat(flood.stream().map(played -> played.event().getTitle().replaceAll("\\d+$", "")))
        .hasSize(flood.size())
        .allMatch(flood.get(0).event().getTitle().replaceAll("\\d+$", "")::equals);
  }

  @Test
  void no_honest_creator_uploads_twenty_times_an_hour() {
    Map<String, Long> uploads =
        first(12, 20, 72_000).stream()
            .flatMap(TrafficTest::content)
            .filter(played -> played.scenario().equals("honest"))
            .collect(groupingBy(played -> played.event().getCreatorId(), counting()));

    assertThat(uploads.values()).allMatch(count -> count < 20);
    assertThat(uploads.values()).anyMatch(count -> count >= 5);
    assertThat(uploads.values()).anyMatch(count -> count == 1);
  }

  @Test
  void inline_media_is_rare_valid_and_has_its_digest() throws Exception {
    List<ContentPlayed> contents = contents(events(13, 20, 8_000));
    int inline = 0;
    Set<String> seen = new HashSet<>();
    for (ContentPlayed played : contents) {
      ContentEvent event = played.event();
      List<Modality> carried = new ArrayList<>(List.of(Modality.TEXT));
      if (event.getCover() != null) {
        carried.add(Modality.IMAGE);
      }
      if (event.getAudio() != null || !event.getSuppliedScores().isEmpty()) {
        carried.add(Modality.AUDIO);
      }
      assertThat(event.getExpectedModalities()).isEqualTo(carried);
      if (event.getCover() != null && event.getCover().getContent() != null) {
        inline++;
        if (seen.add(event.getCover().getSha256())) {
          assertThat(ImageIO.read(new ByteArrayInputStream(checked(event.getCover()))).getWidth())
              .isEqualTo(8);
        }
        if (seen.add(event.getAudio().getSha256())) {
          try (AudioInputStream sound =
              AudioSystem.getAudioInputStream(
                  new ByteArrayInputStream(checked(event.getAudio())))) {
            assertThat(sound.getFrameLength())
                .satisfiesAnyOf(
                    frames -> assertThat(frames).isEqualTo(400),
                    frames -> assertThat(frames).isBetween(15L * 8_000, 16L * 8_000),
                    frames -> assertThat(frames).isBetween(22L * 8_000, 32L * 8_000));
          }
        }
      }
    }
    assertThat(inline / (double) contents.size()).isBetween(0.001, 0.05);
    assertThat(seen).hasSizeGreaterThan(8);
  }

  @Test
  void labels_are_found_by_event_by_content_and_by_creator() {
    Labels labels = new Labels(10_000);
    List<TrafficEvent> events = events(1, 20, 3_000);
    events.forEach(labels::remember);

    for (ContentPlayed played : contents(events)) {
      ContentEvent event = played.event();
      assertThat(labels.ofEvent(event.getEventId()).orElseThrow())
          .isEqualTo(
              new Labels.Label(
                  played.policies(), played.variant(), played.scenario(), event.getCreatorId()));
      assertThat(labels.ofContent(event.getContentId(), event.getVersion()))
          .isEqualTo(labels.ofEvent(event.getEventId()));
      assertThat(labels.ofCreator(event.getCreatorId())).containsAll(played.policies());
    }
    assertThat(labels.ofEvent("never seen")).isEmpty();
    assertThat(labels.ofCreator("never seen")).isEmpty();
  }

  @Test
  void labels_past_their_capacity_forget_the_oldest() {
    Labels labels = new Labels(100);
    List<ContentPlayed> contents = contents(events(1, 20, 500));
    contents.forEach(labels::remember);

    assertThat(labels.size()).isEqualTo(100);
    assertThat(labels.ofEvent(contents.get(0).eventId())).isEmpty();
    assertThat(labels.ofEvent(contents.get(contents.size() - 1).eventId())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 2_000_000})
  void a_rate_out_of_range_is_refused_with_the_range(double rate) {
    assertThatThrownBy(() -> new Traffic(PACK, 1, START, rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(rate))
        .hasMessageContaining("at most 1000000");
  }

  private static List<TrafficEvent> events(long seed, double rate, int count) {
    return take(new Traffic(PACK, seed, START, rate), count);
  }

  /** All events up to the n-th content. */
  private static List<TrafficEvent> first(long seed, double rate, int contents) {
    Traffic traffic = new Traffic(PACK, seed, START, rate);
    List<TrafficEvent> events = new ArrayList<>();
    for (int left = contents; left > 0; ) {
      TrafficEvent event = traffic.next();
      events.add(event);
      left -= event instanceof ContentPlayed ? 1 : 0;
    }
    return events;
  }

  private static List<TrafficEvent> take(Traffic traffic, int count) {
    return Stream.generate(traffic::next).limit(count).toList();
  }

  private static List<ContentPlayed> contents(List<TrafficEvent> events) {
    return events.stream().flatMap(TrafficTest::content).toList();
  }

  private static Stream<ContentPlayed> content(TrafficEvent event) {
    return event instanceof ContentPlayed played ? Stream.of(played) : Stream.empty();
  }

  private static Set<String> ids(List<TrafficEvent> events) {
    Set<String> ids = new HashSet<>();
    for (TrafficEvent event : events) {
      ids.add(event.eventId());
      ids.add(event.key());
    }
    return ids;
  }

  private static double share(List<ContentPlayed> contents, Variant variant) {
    return contents.stream().filter(played -> played.variant() == variant).count()
        / (double) contents.size();
  }

  private static byte[] checked(Media media) throws Exception {
    byte[] bytes = bytes(media.getContent());
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .isEqualTo(media.getSha256());
    return bytes;
  }

  private static byte[] encode(TrafficEvent event) {
    try {
      if (event instanceof ContentPlayed played) {
        return bytes(played.event().toByteBuffer());
      }
      return bytes(
          event instanceof ReportPlayed reported
              ? reported.event().toByteBuffer()
              : ((CreatorPlayed) event).event().toByteBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
