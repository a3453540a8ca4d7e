package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.id.CreatorShare;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.WorkItem;
import io.earshot.scoring.ModelChange.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which versions score an item. */
class ModelBookTest {

  private static final ModelVersion FIRST = version("events", "1");
  private static final ModelVersion SPEECH = version("speech", "1");
  private static final ModelBook.Beginning BEGINNING =
      new ModelBook.Beginning(Map.of(Modality.AUDIO, List.of(FIRST, SPEECH)), List.of());

  @Test
  void without_changes_the_configuration_scores() {
    ModelBook book = new ModelBook(BEGINNING);

    assertThat(book.route(item(Long.MAX_VALUE, "anybody")))
        .isEqualTo(RoutedItem.configured(item(Long.MAX_VALUE, "anybody")));
  }

  @Test
  void a_version_is_active_from_its_time_on_and_the_others_stay() {
    ModelBook book = new ModelBook(BEGINNING);
    book.enter(verdict("a", "events", "2", Stage.ACTIVE, null, 100_000));

    assertThat(acting(book, 99_999)).isEqualTo(Lineup.CONFIGURED);
    assertThat(acting(book, 100_000).models()).containsExactly(version("events", "2"), SPEECH);
  }

  @Test
  void a_change_takes_effect_no_earlier_than_its_lead_after_its_publication() {
    ModelChange change = new ModelChange("a", "events", "2", Stage.ACTIVE, null, "", 500, 1_000);

    assertThat(change.takesEffectAt()).isEqualTo(1_000 + ModelChange.LEAD_MILLIS);
  }

  @Test
  void back_to_the_first_version_is_the_configuration_again() {
    ModelBook book = new ModelBook(BEGINNING);
    book.enter(verdict("a", "events", "2", Stage.ACTIVE, null, 100_000));
    book.enter(verdict("b", "events", "1", Stage.ACTIVE, null, 200_000));

    assertThat(acting(book, 200_000)).isEqualTo(Lineup.CONFIGURED);
  }

  @Test
  void a_canary_scores_for_its_share_of_creators_and_only_for_it() {
    ModelBook book = new ModelBook(BEGINNING);
    book.enter(verdict("a", "events", "2", Stage.CANARY, 25.0, 100_000));

    int drawn = 0;
    for (int i = 0; i < 400; i++) {
      String creator = "creator-" + i;
      boolean canary = !book.route(item(150_000, creator)).acting().isConfigured();
      drawn += canary ? 1 : 0;
      assertThat(canary).isEqualTo(CreatorShare.includes("events@2", creator, 25));
      // And the same at any other time.
      assertThat(!book.route(item(400_000 + i, creator)).acting().isConfigured()).isEqualTo(canary);
    }
    assertThat(drawn).isBetween(60, 140);
  }

  @Test
  void a_shadow_scores_beside_those_that_act() {
    ModelBook book = new ModelBook(BEGINNING);
    book.enter(verdict("a", "speech", "2", Stage.SHADOW, null, 100_000));
    book.enter(verdict("b", "events", "2", Stage.ACTIVE, null, 200_000));
    book.enter(verdict("c", "speech", "2", Stage.RETIRED, null, 300_000));

    assertThat(book.route(item(150_000, "anybody")))
        .isEqualTo(
            new RoutedItem(
                item(150_000, "anybody"),
                Lineup.CONFIGURED,
                List.of(
                    new RoutedItem.Shadow(
                        "speech@2", new Lineup(List.of(FIRST, version("speech", "2")))))));
    assertThat(book.route(item(250_000, "anybody")).shadows())
        .containsExactly(
            new RoutedItem.Shadow(
                "speech@2", new Lineup(List.of(version("events", "2"), version("speech", "2")))));
    assertThat(book.route(item(300_000, "anybody")).shadows()).isEmpty();
  }

  @Test
  void what_would_change_nothing_is_told_so() {
    ModelBook book = new ModelBook(BEGINNING);

    assertThat(book.faultOf(verdict("a", "events", "1", Stage.SHADOW, null, 1)))
        .contains("events@1 is the active version");
    assertThat(book.faultOf(verdict("a", "events", "2", Stage.RETIRED, null, 1)))
        .contains("nothing to retire");
    book.enter(verdict("a", "events", "2", Stage.SHADOW, null, 100_000));
    book.enter(verdict("b", "events", "3", Stage.SHADOW, null, 100_000));
    assertThat(book.faultOf(verdict("c", "events", "4", Stage.SHADOW, null, 100_000)))
        .contains("2 versions of events are in shadow");
    assertThat(book.faultOf(verdict("c", "events", "3", Stage.CANARY, 5.0, 100_000))).isNull();
  }

  @Test
  void a_change_that_was_refused_does_nothing() {
    ModelBook book = new ModelBook(BEGINNING);
    book.enter(
        new ModelVerdict(
            verdict("a", "events", "2", Stage.ACTIVE, null, 100_000).change(),
            "",
            List.of("it is broken")));

    assertThat(acting(book, 200_000)).isEqualTo(Lineup.CONFIGURED);
  }

  @Property(tries = 200)
  void the_order_in_which_changes_arrive_makes_no_difference(@ForAll long seed) {
    Random random = new Random(seed);
    List<ModelVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Stage stage =
          List.of(Stage.ACTIVE, Stage.CANARY, Stage.SHADOW, Stage.RETIRED).get(random.nextInt(4));
      verdicts.add(
          verdict(
              "change-" + i,
              random.nextBoolean() ? "events" : "speech",
              String.valueOf(1 + random.nextInt(4)),
              stage,
              stage == Stage.CANARY ? 50.0 : null,
              100_000L + random.nextInt(6) * 1_000L));
    }
    ModelBook one = new ModelBook(BEGINNING);
    verdicts.forEach(one::enter);
    Collections.shuffle(verdicts, random);
    ModelBook other =
        new ModelBook(new ModelBook.Beginning(BEGINNING.configured(), verdicts.subList(0, 6)));
    verdicts.forEach(other::enter);

    IntStream.range(0, 40)
        .mapToObj(i -> item(98_000 + i * 250L, "creator-" + i % 5))
        .forEach(item -> assertThat(other.route(item)).isEqualTo(one.route(item)));
  }

  @Test
  void a_change_whose_package_is_gone_or_another_one_is_as_if_it_had_never_been_made() {
    ModelVerdict there = verdict("a", "events", "2", Stage.ACTIVE, null, 100_000);
    ModelVerdict gone = verdict("b", "events", "3", Stage.ACTIVE, null, 200_000);
    ModelVerdict other = verdict("c", "speech", "2", Stage.ACTIVE, null, 300_000);
    ModelVerdict canary = verdict("d", "speech", "3", Stage.CANARY, 99.0, 400_000);
    ModelVerdict retired = verdict("e", "speech", "3", Stage.RETIRED, null, 500_000);
    ModelBook book =
        new ModelBook(
            new ModelBook.Beginning(
                BEGINNING.configured(),
                List.of(there, other, canary, retired),
                Map.of("a", there.digest(), "b", "", "c", "another", "d", "")));

    // What an earlier run of the job accepted, before its image was another one.
    List.of(there, gone, other, canary, retired).forEach(book::restore);

    assertThat(acting(book, 250_000).models()).containsExactly(version("events", "2"), SPEECH);
    assertThat(acting(book, 450_000).models()).containsExactly(version("events", "2"), SPEECH);
    assertThat(book.verdict("b"))
        .extracting(ModelVerdict::faults)
        .asString()
        .contains("events@3", "is not there", "publish another version");
    assertThat(book.verdict("c"))
        .extracting(ModelVerdict::faults)
        .asString()
        .contains("has digest another instead of " + other.digest());
    assertThat(book.standing())
        .containsExactly(
            new ModelBook.Standing(FIRST, version("events", "2"), null),
            new ModelBook.Standing(SPEECH, SPEECH, null));
    assertThat(book.standing())
        .extracting(ModelBook.Standing::words)
        .containsExactly(
            "events@2 scores, as published on control.models, which stands above the options; the"
                + " configured events@1 does when it is published as active",
            "speech@1 scores, as configured");
  }

  @Test
  void what_an_earlier_run_refused_stays_refused_whatever_is_found_at_the_start() {
    ModelVerdict found = verdict("a", "events", "2", Stage.ACTIVE, null, 100_000);
    ModelBook book =
        new ModelBook(
            new ModelBook.Beginning(
                BEGINNING.configured(), List.of(found), Map.of("a", found.digest())));

    book.restore(new ModelVerdict(found.change(), "", List.of("its self test fails")));

    assertThat(acting(book, 100_000)).isEqualTo(Lineup.CONFIGURED);
  }

  @Test
  void only_changes_that_would_still_decide_are_missed_for_their_packages() {
    ModelVerdict gone =
        new ModelVerdict(
            verdict("a", "events", "2", Stage.ACTIVE, null, 100_000).change(),
            "",
            List.of("there is no package events@2"));
    ModelVerdict later = verdict("b", "events", "3", Stage.ACTIVE, null, 200_000);
    Map<String, String> packages = Map.of("a", "", "b", later.digest());

    assertThat(new ModelBook.Beginning(BEGINNING.configured(), List.of(gone), packages).unusable())
        .containsExactly(gone);
    assertThat(
            new ModelBook.Beginning(BEGINNING.configured(), List.of(gone, later), packages)
                .unusable())
        .isEmpty();
  }

  private static Lineup acting(ModelBook book, long time) {
    return book.route(item(time, "anybody")).acting();
  }

  private static ModelVersion version(String id, String version) {
    return new ModelVersion(id, version, "", "digest-" + id + version);
  }

  private static ModelVerdict verdict(
      String event, String id, String version, Stage stage, @Nullable Double percent, long at) {
    return new ModelVerdict(
        new ModelChange(event, id, version, stage, percent, "", at, 0),
        stage == Stage.RETIRED ? "" : version(id, version).digest(),
        List.of());
  }

  private static WorkItem item(long time, String creator) {
    ContentRef content =
        new ContentRef(
            "event",
            "content",
            1,
            creator,
            ContentKind.TRACK,
            "en",
            "ZZ",
            time,
            null,
            false,
            0,
            0,
            0,
            List.of(Modality.AUDIO),
            new SourceRef("content.events", 0, 0));
    return new WorkItem(content, Modality.AUDIO, List.of(), null, null);
  }
}
