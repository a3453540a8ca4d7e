package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.intake.BankMatch;
import io.earshot.intake.EntryRef;
import io.earshot.intake.SubjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state: what the decisions about one content version would have been without the known media
 * that was found in it, for every choice of entries that may be withdrawn later.
 *
 * <p>It is computed when the decisions are made, by the bundle, the facts and the pauses that made
 * them: months later none of these may be known any more. Only that is kept of it which differs. So
 * a withdrawal is exact, whatever else speaks for a decision: another entry, a score, what the
 * creator did before.
 *
 * <p>Entries that no rule can tell apart (of one bank and policy, found in the same modality) are a
 * group, of which only the number counts, so that many of them are few cases. Where there are more
 * than {@value #MOST_CASES} cases nonetheless, what rests on any of the entries stands until all of
 * them are withdrawn.
 *
 * @param subject the content version
 * @param content its facts
 * @param groups the entries that were found
 * @param cases how many cases there are: the product of each group's size and one, or 2 where those
 *     are too many
 * @param resting the decisions that rest on them
 */
public record MatchSupport(
    SubjectRef subject,
    ContentFacts content,
    List<Group> groups,
    int cases,
    List<Resting> resting) {

  static final int MOST_CASES = 128;

  /** Nothing is decided. */
  private static final int NOTHING = -1;

  /** What was decided is decided. */
  private static final int SAME = -2;

  /**
   * What was decided is decided, and is said again when something else falls: an earlier decision
   * may have supported all of it until then, so that it was not entered.
   */
  private static final int AGAIN = -3;

  /**
   * Entries that no rule can tell apart.
   *
   * @param size how many were found
   * @param left those that were not withdrawn, in their order
   */
  public record Group(int size, List<EntryRef> left) {}

  /**
   * A decision that rests on known media.
   *
   * @param decisionId which; once another one took its place, that
   * @param outcomes what is decided in each case: a place in {@code instead}, or one of three codes
   * @param instead what is decided without some of the entries; of what was found later, what was
   *     decided
   */
  public record Resting(String decisionId, List<Integer> outcomes, List<Alternative> instead) {

    /** The same, with the outcomes of these cases. */
    Resting inCases(List<Integer> numbers) {
      return new Resting(decisionId, numbers.stream().map(outcomes::get).toList(), instead);
    }
  }

  /**
   * What is decided without some of the entries.
   *
   * @param decision the decision, under the id of the one in whose place it is
   * @param facts on which facts
   */
  public record Alternative(Decision decision, List<Facts.Fact> facts) {}

  /**
   * What is decided about a content, with which facts.
   *
   * @param facts computed where they are asked for
   */
  public record Redecided(List<Decision> decisions, Supplier<List<Facts.Fact>> facts) {}

  /**
   * What the withdrawal of an entry does.
   *
   * @param left what is kept; null if nothing rests on known media any more
   * @param lifted decisions that fall
   * @param instead what is decided in the place of some of them
   * @param facts on which facts; empty where nothing is
   * @param again decisions on entries that were found later, which what fell may have covered
   */
  public record Withdrawn(
      @Nullable MatchSupport left,
      List<String> lifted,
      List<Decision> instead,
      List<Facts.Fact> facts,
      List<Alternative> again) {

    static final Withdrawn NONE = new Withdrawn(null, List.of(), List.of(), List.of(), List.of());
  }

  /**
   * What decisions rest on.
   *
   * @param made the decisions about it
   * @param again what is decided about it with some of the matches gone
   * @return null if no decision rests on known media
   */
  public static @Nullable MatchSupport of(
      Assessment assessment, List<Decision> made, Function<Assessment, Redecided> again) {
    List<Decision> acting = made.stream().filter(decision -> decision.mode().acts()).toList();
    List<Group> groups = groups(assessment.matches());
    if (acting.isEmpty() || groups.isEmpty()) {
      return null;
    }
    long all = cases(groups);
    int cases = all > MOST_CASES ? 2 : (int) all;
    List<List<Integer>> outcomes = new ArrayList<>();
    List<List<Alternative>> instead = new ArrayList<>();
    acting.forEach(
        decision -> {
          outcomes.add(new ArrayList<>());
          instead.add(new ArrayList<>());
        });
    for (int number = 0; number < cases - 1; number++) {
      Set<EntryRef> gone = gone(groups, number);
      Redecided redecided =
          again.apply(assessment.without(m -> !m.isSafe() && gone.contains(EntryRef.of(m))));
      for (int i = 0; i < acting.size(); i++) {
        outcomes.get(i).add(outcome(acting.get(i), redecided, instead.get(i)));
      }
    }
    List<Resting> resting = new ArrayList<>();
    for (int i = 0; i < acting.size(); i++) {
      if (outcomes.get(i).stream().anyMatch(outcome -> outcome != SAME)) {
        outcomes.get(i).add(SAME);
        resting.add(new Resting(acting.get(i).decisionId(), outcomes.get(i), instead.get(i)));
      }
    }
    return resting.isEmpty()
        ? null
        : new MatchSupport(
            SubjectRef.of(assessment.content()),
            ContentFacts.of(assessment.content()),
            groups,
            cases,
            resting);
  }

  /**
   * What decisions on known media rest on that was found after the content was judged: on nothing
   * else.
   *
   * @param made the decisions about it
   * @param facts on which facts
   * @return null if nothing is done
   */
  static @Nullable MatchSupport ofLater(
      Assessment assessment, List<Decision> made, List<Facts.Fact> facts) {
    List<Resting> resting =
        made.stream()
            .filter(decision -> decision.mode().acts())
            .map(
                decision ->
                    new Resting(
                        decision.decisionId(),
                        List.of(NOTHING, AGAIN),
                        List.of(new Alternative(decision, facts))))
            .toList();
    return resting.isEmpty()
        ? null
        : new MatchSupport(
            SubjectRef.of(assessment.content()),
            ContentFacts.of(assessment.content()),
            groups(assessment.matches()),
            2,
            resting);
  }

  /** This, and what rests on an entry that was found later. */
  MatchSupport and(MatchSupport later) {
    List<Group> all = new ArrayList<>(groups);
    all.addAll(later.groups);
    long product = cases(all);
    List<Resting> both = new ArrayList<>();
    if (product > MOST_CASES) {
      resting.forEach(one -> both.add(one.inCases(List.of(0, number()))));
      later.resting.forEach(one -> both.add(one.inCases(List.of(0, later.number()))));
      return new MatchSupport(subject, content, all, 2, both);
    }
    List<Integer> mine = new ArrayList<>();
    List<Integer> theirs = new ArrayList<>();
    for (int number = 0; number < product; number++) {
      mine.add(number % cases);
      theirs.add(number / cases);
    }
    resting.forEach(one -> both.add(one.inCases(mine)));
    later.resting.forEach(one -> both.add(one.inCases(theirs)));
    return new MatchSupport(subject, content, all, (int) product, both);
  }

  /** How many choices of entries there are; one more than the most where they are too many. */
  private static long cases(List<Group> groups) {
    long product = 1;
    for (Group group : groups) {
      product = Math.min(MOST_CASES + 1, product * (group.size() + 1));
    }
    return product;
  }

  private static int outcome(
      Decision decision, Redecided redecided, List<Alternative> alternatives) {
    for (Decision other : redecided.decisions()) {
      if (other.policy().id().equals(decision.policy().id())) {
        if (other.comesTo(decision)) {
          return SAME;
        }
        for (int i = 0; i < alternatives.size(); i++) {
          if (other.comesTo(alternatives.get(i).decision())) {
            return i;
          }
        }
        alternatives.add(new Alternative(other, redecided.facts().get()));
        return alternatives.size() - 1;
      }
    }
    return NOTHING;
  }

  /** The entries that violate something, by what rules can tell of them. */
  private static List<Group> groups(Collection<BankMatch> matches) {
    Map<EntryRef, String> told = new TreeMap<>(EntryRef.ORDER);
    matches.stream()
        .filter(match -> !match.isSafe())
        .sorted(Facts.Builder.MATCHES)
        .forEach(
            match ->
                told.merge(
                    EntryRef.of(match),
                    String.join(
                        "\n",
                        match.policyId(),
                        match.bank(),
                        match.modality().name(),
                        match.altered() ? "altered" : "match"),
                    (one, other) -> one + "\n" + other));
    Map<String, List<EntryRef>> alike = new TreeMap<>();
    told.forEach((entry, what) -> alike.computeIfAbsent(what, w -> new ArrayList<>()).add(entry));
    return alike.values().stream().map(entries -> new Group(entries.size(), entries)).toList();
  }

  /** The entries that are gone in a case: those behind the first ones that are left. */
  private static Set<EntryRef> gone(List<Group> groups, int number) {
    Set<EntryRef> gone = new HashSet<>();
    int rest = number;
    for (Group group : groups) {
      int left = rest % (group.size() + 1);
      rest /= group.size() + 1;
      gone.addAll(group.left().subList(left, group.size()));
    }
    return gone;
  }

  /** Which case it is now. */
  private int number() {
    long product = 1;
    int number = 0;
    boolean anyLeft = false;
    for (Group group : groups) {
      number += (int) product * group.left().size();
      product = Math.min(MOST_CASES + 1L, product * (group.size() + 1));
      anyLeft |= !group.left().isEmpty();
    }
    return product == cases ? number : anyLeft ? 1 : 0;
  }

  /**
   * What follows when an entry is withdrawn.
   *
   * @param withdrawalId the event that says so
   * @param time when, milliseconds since the epoch
   */
  public Withdrawn without(EntryRef entry, String withdrawalId, long time) {
    MatchSupport after =
        new MatchSupport(
            subject,
            content,
            groups.stream()
                .map(
                    group ->
                        new Group(
                            group.size(),
                            group.left().stream().filter(e -> !e.equals(entry)).toList()))
                .toList(),
            cases,
            resting);
    int before = number();
    int now = after.number();
    List<String> lifted = new ArrayList<>();
    List<Decision> instead = new ArrayList<>();
    List<Alternative> again = new ArrayList<>();
    List<Facts.Fact> facts = List.of();
    List<Resting> still = new ArrayList<>();
    for (Resting one : resting) {
      int outcome = one.outcomes().get(now);
      if (outcome == one.outcomes().get(before).intValue()) {
        still.add(one);
        if (outcome == AGAIN) {
          again.add(one.instead().get(0));
        }
        continue;
      }
      lifted.add(one.decisionId());
      if (outcome >= 0) {
        Alternative alternative = one.instead().get(outcome);
        Decision decision =
            alternative
                .decision()
                .insteadOf(withdrawalId, time, after.left(alternative.decision().evidence()));
        instead.add(decision);
        facts = alternative.facts();
        still.add(new Resting(decision.decisionId(), one.outcomes(), one.instead()));
      }
    }
    boolean anyLeft = after.groups.stream().anyMatch(group -> !group.left().isEmpty());
    return new Withdrawn(
        still.isEmpty() || !anyLeft
            ? null
            : new MatchSupport(subject, content, after.groups, cases, still),
        lifted,
        instead,
        facts,
        lifted.isEmpty() ? List.of() : again);
  }

  /** Evidence without that of known media that was withdrawn. */
  private List<EvidenceRef> left(List<EvidenceRef> evidence) {
    Set<EntryRef> left = new HashSet<>();
    groups.forEach(group -> left.addAll(group.left()));
    return evidence.stream()
        .filter(
            ref ->
                !PolicyEvaluator.isOfKnownMedia(ref)
                    || left.contains(new EntryRef(ref.modelId(), ref.modelVersion())))
        .toList();
  }
}
