package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.changed;
import static io.earshot.testing.TestData.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.intake.ControlStatus;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import io.earshot.testing.TestData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is usual by segment of creators: what is refused, what holds for whom, and from when on. */
class PriorsTest {

  private static final long WINDOW = 10_000;
  private static final long YEAR = 86_400_000L * 400;

  /** For labels a rush is usual; of new labels that deliver it is not. */
  private static final String TABLE =
      """
      priors: uploads
      version: 1
      segments:
        - detectors:
            D01: {priorUploads: 2, priorTime: P1D}
        - type: LABEL
          detectors:
            D01: {priorUploads: 500, priorTime: P1D}
            D13: {p0: 0.02}
        - type: LABEL
          tenure: NEW
          channel: DELIVERY
          detectors:
            D01: {priorUploads: 3, priorTime: P1D}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          priors: uploads      | ``                      | priors is missing or empty
          version: 1           | ``                      | version is missing or empty
          D13:                 | D99:                    | there is no detector D99
          D13: {p0: 0.02}      | D14: {items: 2}         | detector D14 has nothing that is fitted
          p0: 0.02             | p0: 2                   | p0 is 2; it is a number from 0.000001
          priorUploads: 3,     | ``                      | priorUploads is missing: what is fitted
          priorUploads: 500    | uploads1h: 500          | unknown key uploads1h
          tenure: NEW          | tenure: OLD             | tenure is OLD; known are UNKNOWN, NEW
          channel: DELIVERY    | # none                  | channel is missing: a segment is a type
          type: LABEL          | type: a label           | type is a label; it is a word
          """)
  void what_is_wrong_is_said_with_its_place(String from, String to, String fault) {
    assertThat(TABLE).contains(from);
    int at = TABLE.indexOf(from);
    BundleException refused =
        refused(TABLE.substring(0, at) + to + TABLE.substring(at + from.length()));

    assertThat(refused).hasMessageStartingWith("table of priors test is refused");
    assertThat(refused.faults())
        .anySatisfy(one -> assertThat(one).contains(fault).matches("\\d+:\\d+: .*"));
  }

  @Test
  void a_segment_is_there_once() {
    assertThat(refused(TABLE + "  - {type: LABEL, detectors: {D13: {p0: 0.1}}}\n").faults())
        .containsExactly("15:5: the segment LABEL is there twice; put its detectors together");
  }

  private static BundleException refused(String yaml) {
    return catchThrowableOfType(BundleException.class, () -> PriorReader.read("test", yaml));
  }

  @Test
  void a_table_is_answered_with_its_version_or_refused_whole() {
    PolicyControl control =
        new PolicyControl(new PolicySource("test", TestData.bundleText(), TestData.MODELS));

    PolicyControl.Answer good = control.check(priors("good", TABLE, T0));
    PolicyControl.Answer bad = control.check(priors("bad", TABLE.replace("p0", "p9"), T0));

    assertThat(good.status().subject()).isEqualTo("priors uploads 1");
    assertThat(good.status().result()).isEqualTo(ControlStatus.Result.ACCEPTED);
    assertThat(bad.accepted()).isNull();
    assertThat(bad.status().subject()).isEqualTo("priors of bad");
    assertThat(bad.status().errors()).anyMatch(error -> error.contains("unknown key p9"));
  }

  @Test
  void what_is_usual_for_a_type_is_no_burst_and_the_evidence_names_the_table() throws Exception {
    assertThat(
            last(
                facts(
                    book(priors("p", TABLE, T0)), rush(new AccountChange(T0 - YEAR, null, false)))))
        .containsEntry("creator.priors.version", "uploads 1")
        .containsEntry("creator.priors.segment", "all")
        .containsEntry("creator.detectors.D01.fired", "true")
        .containsEntry("creator.detectors.D01.prior", "uploads 1, all");
    assertThat(last(facts(book(priors("p", TABLE, T0)), rush(label(T0 - YEAR, "WEB")))))
        .containsEntry("creator.priors.segment", "LABEL")
        .doesNotContainKey("creator.detectors.D01.fired");
    assertThat(last(facts(book(priors("p", TABLE, T0)), rush(label(T0 - 1, "DELIVERY")))))
        .containsEntry("creator.priors.segment", "LABEL/NEW/DELIVERY")
        .containsEntry("creator.detectors.D01.prior", "uploads 1, LABEL/NEW/DELIVERY");
  }

  @Test
  void values_that_do_not_go_with_the_bundle_leave_its_own_in_force() throws Exception {
    String beyond =
        """
        priors: drip
        version: 1
        segments: [{detectors: {D13: {p0: 0.4}}}]
        """;
    List<Activity> drip = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      drip.add(published("e" + i, "c" + i, T0 + i, "hate", 0.5));
    }

    assertThat(
            PriorReader.read("test", beyond)
                .faults(TestData.compile(TestData.detectorsText()).risk()))
        .containsExactly(
            "all, D13: p0 is 0.4 and p1 0.15; what is looked for has to be above what is usual");
    // The bundle looks for a share of 0.15, which is below what the table takes for usual.
    assertThat(last(facts(book(priors("p", beyond, T0)), drip)))
        .containsEntry("creator.detectors.D13.fired", "true")
        .containsEntry("creator.priors.version", "drip 1")
        .doesNotContainKey("creator.detectors.D13.prior");
    assertThat(last(facts(book(priors("p", beyond.replace("0.4", "0.04"), T0)), drip)))
        .containsEntry("creator.detectors.D13.prior", "drip 1, all");
  }

  @Test
  void a_table_holds_for_what_happens_from_its_time_on_and_the_next_takes_its_place()
      throws Exception {
    PolicyBook book =
        book(
            priors("second", TABLE.replace("version: 1", "version: 2"), T0 + 8),
            priors("first", TABLE, T0 + 4));

    assertThat(versions(book, rush(label(T0 - YEAR, "WEB"))).values().stream().limit(10))
        .containsExactly(
            "",
            "",
            "",
            "uploads 1",
            "uploads 1",
            "uploads 1",
            "uploads 1",
            "uploads 2",
            "uploads 2",
            "uploads 2");
    assertThat(book.forgetBefore(T0 + 8))
        .extracting(PolicyChange::eventId)
        .containsExactly("first");
  }

  @Property(tries = 30)
  void the_same_is_found_in_whatever_order_events_and_tables_come(@ForAll long seed)
      throws Exception {
    List<PolicyChange> changes =
        List.of(
            priors("a", TABLE, T0 + 3),
            priors("b", TABLE.replace("500", "1"), T0 + 12),
            new PolicyChange(
                "c",
                PolicyChange.Operation.BUNDLE,
                TestData.detectorsText().replace("uploads1h: 20", "uploads1h: 18"),
                "",
                T0 + 20,
                T0));
    List<Activity> events = rush(label(T0 - YEAR, "WEB"));
    List<PolicyChange> otherChanges = new ArrayList<>(changes);
    List<Activity> otherEvents = new ArrayList<>(events);
    Collections.shuffle(otherChanges, new Random(seed));
    Collections.shuffle(otherEvents, new Random(seed));

    assertThat(facts(book(otherChanges.toArray(PolicyChange[]::new)), otherEvents))
        .isEqualTo(facts(book(changes.toArray(PolicyChange[]::new)), events));
  }

  private static AccountChange label(long createdAt, String channel) {
    return new AccountChange(createdAt, null, false, List.of(), null, "LABEL", channel);
  }

  private static List<Activity> rush(AccountChange account) {
    List<Activity> rush = new ArrayList<>();
    rush.add(changed("a", T0, account));
    for (int i = 0; i < 25; i++) {
      rush.add(published("e" + (100 + i), "c" + i, T0 + 1 + i));
    }
    return rush;
  }

  private static PolicyChange priors(String id, String yaml, long from) {
    return new PolicyChange(id, PolicyChange.Operation.PRIORS, yaml, "", from, T0);
  }

  private static PolicyBook book(PolicyChange... changes) throws BundleException {
    PolicyBook book = TestData.book(TestData.detectorsText());
    for (PolicyChange change : changes) {
      book.enter(change);
    }
    return book;
  }

  /** Facts of each publication, by its event. */
  private static Map<String, List<Facts.Fact>> facts(PolicyBook book, List<Activity> events) {
    Judging.Result judged =
        Judging.judge("creator-1", new CreatorProfile(), book, T0 + WINDOW, events);
    Map<String, List<Facts.Fact>> facts = new TreeMap<>();
    judged.judgements().forEach(one -> facts.put(one.eventId(), one.facts()));
    judged.audits().forEach(one -> facts.put(one.triggerEventId(), one.facts()));
    facts.remove("a");
    return facts;
  }

  private static Map<String, String> last(Map<String, List<Facts.Fact>> facts) {
    Map<String, String> last = new TreeMap<>();
    new TreeMap<>(facts)
        .lastEntry()
        .getValue()
        .forEach(fact -> last.put(fact.name(), fact.value()));
    return last;
  }

  private static Map<String, String> versions(PolicyBook book, List<Activity> events) {
    Map<String, String> versions = new TreeMap<>();
    facts(book, events)
        .forEach(
            (event, facts) ->
                versions.put(
                    event,
                    Objects.requireNonNullElse(
                        value(facts.stream(), "creator.priors.version"), "")));
    return versions;
  }

  private static @Nullable String value(Stream<Facts.Fact> facts, String name) {
    return facts
        .filter(fact -> fact.name().equals(name))
        .map(Facts.Fact::value)
        .findFirst()
        .orElse(null);
  }
}
