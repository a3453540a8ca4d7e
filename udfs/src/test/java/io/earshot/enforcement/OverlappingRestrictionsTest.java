package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.foundByModel;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Dimension;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Scope;
import io.earshot.schemas.consumer.EnforcementView.InEffect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Restrictions that overlap on one subject and axis, in strength, place and time. */
class OverlappingRestrictionsTest {

  private static final SubjectRef SUBJECT = new SubjectRef(SubjectType.TRACK, "c1", 1);

  private static final List<String> COUNTRIES = List.of("DE", "FR", "SE");

  private final MemoryStore store = new MemoryStore();
  private final Recorded out = new Recorded();

  private LedgerBook bookAt(long time) {
    return new LedgerBook(CreatorRun.CREATOR, time, store, out, () -> null);
  }

  private static Restriction restriction(
      String decision, ActionType action, Scope scope, @Nullable Long expiresAt) {
    return new Restriction(
        decision,
        SUBJECT,
        action,
        scope,
        new PolicyRef("HAT.HATE", "1", 2, ""),
        "rule",
        new BundleRef("b", "1", ""),
        "event-" + decision,
        T0,
        expiresAt,
        null,
        Actor.AUTOMATED,
        foundByModel(T0));
  }

  private static Scope in(String... territories) {
    return new Scope(List.of(territories), List.of());
  }

  private static ActionDraft draft() {
    return ActionDraft.of(Actor.AUTOMATED, "a test", T0);
  }

  @Provide
  Arbitrary<List<Restriction>> overlapping() {
    Arbitrary<Scope> scopes =
        Arbitraries.subsetOf(COUNTRIES)
            .map(countries -> new Scope(countries.stream().sorted().toList(), List.of()));
    return Combinators.combine(
            Arbitraries.of(
                ActionType.REDUCE_DISTRIBUTION,
                ActionType.AGE_GATE,
                ActionType.GEO_RESTRICT,
                ActionType.REMOVE),
            scopes,
            Arbitraries.longs().between(1, 5).map(n -> n * 60_000).injectNull(0.3))
        .as(
            (action, scope, time) ->
                restriction("", action, scope, time == null ? null : T0 + time))
        .list()
        .ofMinSize(1)
        .ofMaxSize(7)
        .map(OverlappingRestrictionsTest::numbered);
  }

  private static List<Restriction> numbered(List<Restriction> all) {
    List<Restriction> numbered = new ArrayList<>();
    for (Restriction r : all) {
      numbered.add(restriction("d" + numbered.size(), r.action(), r.scope(), r.expiresAt()));
    }
    return numbered;
  }

  /** The strength of what holds in a country, by looking at every restriction. */
  private static int strengthIn(List<Restriction> restrictions, String country) {
    return restrictions.stream()
        .filter(r -> r.scope().territories().isEmpty() || r.scope().territories().contains(country))
        .mapToInt(r -> r.action().strength())
        .max()
        .orElse(0);
  }

  @Property(tries = 300)
  void in_every_place_the_strongest_restriction_is_in_effect(
      @ForAll("overlapping") List<Restriction> all) {
    MemoryStore memory = new MemoryStore();
    LedgerBook book = new LedgerBook(CreatorRun.CREATOR, T0, memory, new Recorded(), () -> null);
    all.forEach(r -> book.apply(r, draft()));

    List<Restriction> inEffect = book.inEffect(SUBJECT, Dimension.VISIBILITY);

    for (String country : List.of("DE", "FR", "SE", "US")) {
      assertThat(strengthIn(inEffect, country)).isEqualTo(strengthIn(all, country));
    }
    for (Restriction one : inEffect) {
      assertThat(inEffect).noneMatch(other -> !other.equals(one) && other.covers(one));
    }
  }

  @Property(tries = 300)
  void reversing_any_one_leaves_exactly_the_others(
      @ForAll("overlapping") List<Restriction> all, @ForAll int which) {
    Restriction reversed = all.get(Math.floorMod(which, all.size()));
    MemoryStore with = new MemoryStore();
    Recorded recorded = new Recorded();
    LedgerBook book = new LedgerBook(CreatorRun.CREATOR, T0, with, recorded, () -> null);
    all.forEach(r -> book.apply(r, draft()));
    book.reverse(reversed, Actor.HUMAN, "APPEAL_OVERTURNED");

    MemoryStore without = new MemoryStore();
    LedgerBook other = new LedgerBook(CreatorRun.CREATOR, T0, without, new Recorded(), () -> null);
    all.stream().filter(r -> !r.equals(reversed)).forEach(r -> other.apply(r, draft()));

    assertThat(with.restrictions()).isEqualTo(without.restrictions());
    assertThat(new HashSet<>(book.inEffect(SUBJECT, Dimension.VISIBILITY)))
        .isEqualTo(new HashSet<>(other.inEffect(SUBJECT, Dimension.VISIBILITY)));
    assertThat(followed(recorded.actions()))
        .isEqualTo(Follower.expected(book.inEffect(SUBJECT, Dimension.VISIBILITY)));
  }

  @Property(tries = 300)
  void a_consumer_follows_while_one_after_the_other_ends(
      @ForAll("overlapping") List<Restriction> all) {
    MemoryStore memory = new MemoryStore();
    Recorded recorded = new Recorded();
    LedgerBook book = new LedgerBook(CreatorRun.CREATOR, T0, memory, recorded, () -> null);
    all.forEach(r -> book.apply(r, draft()));
    for (int minute = 1; minute <= 6; minute++) {
      LedgerBook later =
          new LedgerBook(CreatorRun.CREATOR, T0 + minute * 60_000L, memory, recorded, () -> null);
      later.expire(SUBJECT.key());

      assertThat(followed(recorded.actions()))
          .isEqualTo(Follower.expected(later.inEffect(SUBJECT, Dimension.VISIBILITY)));
    }
    assertThat(memory.restrictions()).allMatch(r -> r.expiresAt() == null);
    assertThat(recorded.actions().stream().map(EnforcementAction::eventId)).doesNotHaveDuplicates();
  }

  private static Map<String, InEffect> followed(List<EnforcementAction> actions) {
    return new Follower().follow(actions).inEffect(SUBJECT, Dimension.VISIBILITY);
  }

  @Test
  void what_the_express_lane_has_shown_is_named_by_what_covers_it_from_the_start() {
    Restriction shown = restriction("shown", ActionType.AGE_GATE, in("FR"), null);
    Restriction strong = restriction("strong", ActionType.REMOVE, Scope.EVERYWHERE, null);
    Map<Restriction, ActionDraft> entries = new LinkedHashMap<>();
    entries.put(strong, draft());
    entries.put(shown, draft().shownAtOnce());
    bookAt(T0).apply(entries);

    assertThat(out.actions())
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.decisionId()).isEqualTo("strong");
              assertThat(a.type()).isEqualTo(ActionEvent.APPLIED);
              assertThat(a.supersedes()).containsExactly("shown");
            });
  }

  @Test
  void what_was_in_force_already_is_announced_again_if_it_covers_what_the_express_lane_has_shown() {
    Restriction strong = restriction("strong", ActionType.REMOVE, Scope.EVERYWHERE, null);
    bookAt(T0).apply(strong, draft());
    Restriction unseen = restriction("unseen", ActionType.AGE_GATE, in("FR"), null);
    bookAt(T0 + 1).apply(unseen, draft());
    assertThat(out.actions()).hasSize(1);

    Restriction shown = restriction("shown", ActionType.AGE_GATE, in("FR"), null);
    bookAt(T0 + 2).apply(shown, draft().shownAtOnce());

    assertThat(out.actions())
        .last()
        .satisfies(
            a -> {
              assertThat(a.decisionId()).isEqualTo("strong");
              assertThat(a.type()).isEqualTo(ActionEvent.MODIFIED);
              assertThat(a.supersedes()).containsExactly("shown");
              assertThat(a.sequence()).isEqualTo(2);
            });
    // A consumer that begins here must not wait for the express copy any more.
    assertThat(out.states())
        .last()
        .satisfies(
            s -> {
              assertThat(s.updatedAt()).isEqualTo(T0 + 2);
              assertThat(s.sequence()).isEqualTo(2);
              assertThat(s.effective()).containsExactly(strong);
            });
  }

  @Test
  void a_restriction_of_one_country_stands_beside_a_weaker_one_everywhere() {
    LedgerBook book = bookAt(T0);
    book.apply(
        restriction("world", ActionType.REDUCE_DISTRIBUTION, Scope.EVERYWHERE, null), draft());
    book.apply(restriction("france", ActionType.GEO_RESTRICT, in("FR"), null), draft());

    assertThat(out.actions())
        .extracting(EnforcementAction::type)
        .containsExactly(ActionEvent.APPLIED, ActionEvent.APPLIED);
    assertThat(out.states())
        .last()
        .satisfies(
            state ->
                assertThat(state.effective())
                    .extracting(Restriction::decisionId)
                    .containsExactly("france", "world"));
  }

  @Test
  void the_same_restriction_for_longer_is_an_extension() {
    bookAt(T0)
        .apply(restriction("first", ActionType.AGE_GATE, Scope.EVERYWHERE, T0 + 1_000), draft());
    bookAt(T0 + 900)
        .apply(restriction("second", ActionType.AGE_GATE, Scope.EVERYWHERE, T0 + 1_900), draft());
    bookAt(T0 + 1_000).expire(SUBJECT.key());

    assertThat(out.actions())
        .extracting(EnforcementAction::type)
        .containsExactly(ActionEvent.APPLIED, ActionEvent.EXTENDED, ActionEvent.EXPIRED);
    assertThat(out.actions().get(1).supersedes()).containsExactly("first");
    assertThat(store.restrictions()).extracting(Restriction::decisionId).containsExactly("second");
  }

  @Test
  void what_a_stronger_one_covered_comes_back_when_that_ends() {
    LedgerBook book = bookAt(T0);
    book.apply(restriction("weak", ActionType.AGE_GATE, Scope.EVERYWHERE, null), draft());
    Restriction strong = restriction("strong", ActionType.REMOVE, Scope.EVERYWHERE, null);
    book.apply(strong, draft());
    book.reverse(strong, Actor.HUMAN, "APPEAL_OVERTURNED");

    assertThat(out.actions())
        .extracting(EnforcementAction::type)
        .containsExactly(
            ActionEvent.APPLIED, ActionEvent.MODIFIED, ActionEvent.REVERSED, ActionEvent.MODIFIED);
    assertThat(out.actions().get(3).decisionId()).isEqualTo("weak");
    assertThat(out.actions())
        .extracting(EnforcementAction::sequence)
        .containsExactly(1L, 2L, 3L, 4L);
  }
}
