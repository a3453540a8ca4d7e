package io.earshot.risk;

import io.earshot.assessment.Family;
import io.earshot.risk.CreatorView.FamilyStanding;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayTable;
import io.earshot.stats.DecayedCounter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The borderline and worse items of a creator, and the decisions on items. What items add up to is
 * summed anew at every reading, over those that stand: there is nothing to subtract from, and an
 * overturned decision leaves no rest.
 *
 * <p>About 20 bytes an item and 30 a decision, for 200 days and at most 64 of each. What does not
 * fit any more is settled: an item goes into a decayed sum if it stands, and is gone if not. What
 * people say of a settled item comes too late for the sum.
 */
final class ItemLedger {

  static final int MOST = 64;

  /** How long an outcome waits for its decision, as enforcement lets reviews wait. */
  private static final long WAIT = 600_000;

  private static final int MOST_WAITING = 8;
  private static final DecayTable DECAY = new DecayTable(30 * 24, 200 * 24);
  private static final Verdict.State[] STATES = Verdict.State.values();
  private static final Removal[] REMOVALS = Removal.values();

  /** A score of an item that counts. */
  private record Mark(long item, Family family, int permille, long at) {}

  /** An outcome of a decision that is not known yet. */
  private record Waiting(long decision, Verdict.State state, long at) {}

  /** Marks that are no longer kept one by one. */
  private record Settled(DecayedCounter mass, DecayedCounter items) {}

  private final List<Mark> marks = new ArrayList<>(2);
  private final List<Verdict> verdicts = new ArrayList<>(2);
  private final List<Waiting> waiting = new ArrayList<>(0);
  private final Map<Family, Settled> settled = new EnumMap<>(Family.class);
  private boolean anyOverturned;

  boolean isEmpty() {
    return marks.isEmpty() && verdicts.isEmpty() && waiting.isEmpty() && settled.isEmpty();
  }

  /** An item with a score that counts. */
  void mark(long item, Family family, double score, long at) {
    if (marks.size() == MOST) {
      settle(marks.remove(0));
    }
    marks.add(new Mark(item, family, (int) StrictMath.rint(score * 1_000), at));
  }

  private void settle(Mark mark) {
    if (!stands(mark.item(), mark.family())) {
      return;
    }
    Settled before =
        settled.getOrDefault(mark.family(), new Settled(DecayedCounter.ZERO, DecayedCounter.ZERO));
    settled.put(
        mark.family(),
        new Settled(
            before.mass().add(mark.permille() / 1_000.0, mark.at(), CreatorProfile.HALF_LIFE),
            before.items().add(1.0, mark.at(), CreatorProfile.HALF_LIFE)));
  }

  /** A decision; one that is known already changes nothing. */
  void decided(Verdict verdict, Firings firings) {
    for (Verdict known : verdicts) {
      if (known.decision() == verdict.decision()) {
        return;
      }
    }
    if (verdicts.size() == MOST) {
      forget(verdicts.remove(leastMissed()), firings);
    }
    Verdict made = verdict;
    for (int i = waiting.size() - 1; i >= 0; i--) {
      if (waiting.get(i).decision() == verdict.decision()) {
        made = verdict.with(waiting.remove(i).state());
      }
    }
    verdicts.add(made);
    if (made.isOverturned()) {
      anyOverturned = true;
      firings.reviewed();
    }
  }

  /** The oldest that counts for nothing, or else the oldest. */
  private int leastMissed() {
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i).state() == Verdict.State.OPEN) {
        return i;
      }
    }
    return 0;
  }

  /** What people say of a decision; the last word counts. */
  void said(long decision, Verdict.State state, long at) {
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i).decision() == decision) {
        verdicts.set(i, verdicts.get(i).with(state));
        anyOverturned = verdicts.stream().anyMatch(Verdict::isOverturned);
        return;
      }
    }
    if (waiting.size() == MOST_WAITING) {
      waiting.remove(0);
    }
    waiting.add(new Waiting(decision, state, at));
  }

  /**
   * Takes a decision off the list; what was overturned by it stays out, and what stands by it goes
   * on standing.
   */
  private void forget(Verdict verdict, Firings firings) {
    if (verdict.counts() && !verdict.detectors().isEmpty()) {
      long hour = Firings.hour(verdict.at());
      verdicts.replaceAll(
          other ->
              other.isOverturned() && Firings.hour(other.at()) == hour
                  ? other.without(verdict.detectors())
                  : other);
    }
    if (!verdict.isOverturned()) {
      return;
    }
    verdicts.add(verdict);
    boolean stands = stands(verdict.item(), verdict.family());
    List<String> wrong =
        verdict.detectors().stream()
            .filter(detector -> isOverturned(detector, Firings.hour(verdict.at())))
            .toList();
    verdicts.remove(verdicts.size() - 1);
    if (!stands) {
      marks.removeIf(mark -> mark.item() == verdict.item() && mark.family() == verdict.family());
    }
    wrong.forEach(detector -> firings.remove(detector, verdict.at()));
    anyOverturned = verdicts.stream().anyMatch(Verdict::isOverturned);
  }

  /** Whether what was found in an item stands. */
  boolean stands(long item, Family family) {
    if (!anyOverturned) {
      return true;
    }
    boolean overturned = false;
    for (Verdict verdict : verdicts) {
      if (verdict.item() == item && verdict.family() == family) {
        if (verdict.counts()) {
          return true;
        }
        overturned |= verdict.isOverturned();
      }
    }
    return !overturned;
  }

  /**
   * Whether a firing was found to be wrong: a decision that rests on it was overturned, and no
   * other one of that hour rests on it that counts.
   */
  boolean isOverturned(String detector, long hour) {
    boolean overturned = false;
    if (anyOverturned) {
      for (Verdict verdict : verdicts) {
        if (Firings.hour(verdict.at()) == hour && verdict.detectors().contains(detector)) {
          if (verdict.counts()) {
            return false;
          }
          overturned |= verdict.isOverturned();
        }
      }
    }
    return overturned;
  }

  /** What the items of a family add up to. */
  FamilyStanding standing(Family family, long now) {
    return standing(family, now, Double.POSITIVE_INFINITY);
  }

  /**
   * Those of them with a score below some, as far as they are kept one by one: of settled ones the
   * scores are not known any more.
   */
  FamilyStanding standing(Family family, long now, double below) {
    Settled before = below == Double.POSITIVE_INFINITY ? settled.get(family) : null;
    if (marks.isEmpty() && before == null) {
      return FamilyStanding.NONE;
    }
    double mass = 0;
    double items = 0;
    int strongest = 0;
    int count = 0;
    for (Mark mark : marks) {
      if (mark.family() == family
          && mark.permille() / 1_000.0 < below
          && stands(mark.item(), family)) {
        double factor = DECAY.factor(now - mark.at());
        if (factor == 0) {
          continue;
        }
        mass += mark.permille() / 1_000.0 * factor;
        items += factor;
        strongest = Math.max(strongest, mark.permille());
        count++;
      }
    }
    if (before != null) {
      mass += before.mass().valueAt(now, CreatorProfile.HALF_LIFE);
      items += before.items().valueAt(now, CreatorProfile.HALF_LIFE);
    }
    return count == 0 && before == null
        ? FamilyStanding.NONE
        : new FamilyStanding(mass, items, strongest / 1_000.0, count);
  }

  private Set<Family> known() {
    Set<Family> known = EnumSet.noneOf(Family.class);
    for (Mark mark : marks) {
      known.add(mark.family());
    }
    known.addAll(settled.keySet());
    return known;
  }

  /** What the items of each family add up to, for a person. */
  List<ProfileReport.FamilySum> sums(long now) {
    List<ProfileReport.FamilySum> sums = new ArrayList<>();
    for (Family family : known()) {
      FamilyStanding standing = standing(family, now);
      sums.add(
          new ProfileReport.FamilySum(
              family,
              Finding.round(standing.mass()),
              Finding.round(standing.items()),
              standing.strongest(),
              standing.count()));
    }
    return sums;
  }

  /** The decisions, for a person. */
  List<ProfileReport.Decided> decisions() {
    return verdicts.stream()
        .map(
            verdict ->
                new ProfileReport.Decided(
                    HexFormat.of().toHexDigits(verdict.decision()),
                    verdict.family(),
                    Instant.ofEpochMilli(verdict.at()),
                    verdict.state().name().toLowerCase(Locale.ROOT),
                    verdict.detectors()))
        .toList();
  }

  /** The standings of all families with any, in their order. */
  List<CreatorFacts.FamilyFact> families(long now) {
    if (marks.isEmpty() && settled.isEmpty()) {
      return List.of();
    }
    Set<Family> known = known();
    List<CreatorFacts.FamilyFact> facts = new ArrayList<>(known.size());
    for (Family family : known) {
      FamilyStanding standing = standing(family, now);
      double items = Finding.round(standing.items());
      if (items > 0) {
        facts.add(new CreatorFacts.FamilyFact(family, Finding.round(standing.mass()), items));
      }
    }
    return facts;
  }

  /** Items with a decision in a family since a time that stands. */
  int decisions(Family family, long since, boolean upheldOnly) {
    Set<Long> items = new HashSet<>();
    for (Verdict verdict : verdicts) {
      if (verdict.family() == family
          && verdict.at() >= since
          && verdict.counts()
          && (!upheldOnly || verdict.state() == Verdict.State.UPHELD)) {
        items.add(verdict.item());
      }
    }
    return items.size();
  }

  /** Whether people upheld any decision. */
  boolean isAnyUpheld() {
    return verdicts.stream().anyMatch(verdict -> verdict.state() == Verdict.State.UPHELD);
  }

  /** Whether a decision that stands took an item away. */
  boolean isRemoved(long item) {
    for (Verdict verdict : verdicts) {
      if (verdict.item() == item && verdict.removed()) {
        return true;
      }
    }
    return false;
  }

  /** When the newest item of a content was published on which a decision stands. */
  long lastDecisionOn(long content) {
    long last = Long.MIN_VALUE;
    for (Verdict verdict : verdicts) {
      if (verdict.content() == content && verdict.counts()) {
        last = Math.max(last, verdict.at());
      }
    }
    return last;
  }

  /** Leaves out what is over. */
  void prune(long now, Firings firings) {
    long oldest = now - CreatorProfile.MEMORY;
    while (!verdicts.isEmpty() && verdicts.get(0).at() < oldest) {
      forget(verdicts.remove(0), firings);
    }
    marks.removeIf(mark -> mark.at() < oldest);
    waiting.removeIf(outcome -> outcome.at() < now - WAIT);
    settled.values().removeIf(sum -> sum.items().valueAt(now, CreatorProfile.HALF_LIFE) < 0.001);
  }

  void write(ByteWriter out) {
    out.count(marks.size());
    long before = 0;
    for (Mark mark : marks) {
      out.word(mark.item()).octet(Codes.of(mark.family())).count(mark.permille());
      out.signed(mark.at() - before);
      before = mark.at();
    }
    List<String> names =
        verdicts.stream().flatMap(verdict -> verdict.detectors().stream()).distinct().toList();
    out.count(names.size());
    names.forEach(name -> out.block(name.getBytes(StandardCharsets.US_ASCII)));
    out.count(verdicts.size());
    before = 0;
    for (Verdict verdict : verdicts) {
      out.word(verdict.decision()).word(verdict.item()).word(verdict.content());
      out.octet(Codes.of(verdict.family())).octet(Codes.of(verdict.state()));
      out.signed(verdict.at() - before).count(verdict.detectors().size());
      for (String detector : verdict.detectors()) {
        out.count(names.indexOf(detector));
      }
      before = verdict.at();
    }
    out.count(waiting.size());
    for (Waiting outcome : waiting) {
      out.word(outcome.decision()).octet(Codes.of(outcome.state())).signed(outcome.at());
    }
    out.count(settled.size());
    settled.forEach(
        (family, sum) -> {
          out.octet(Codes.of(family));
          sum.mass().write(out);
          sum.items().write(out);
        });
  }

  /** Which decisions take items away, by their places; nothing if none does. */
  void writeRemovals(ByteWriter out) {
    for (int place = 0; place < verdicts.size(); place++) {
      if (verdicts.get(place).removal() != Removal.NONE) {
        out.count(place).octet(Codes.of(verdicts.get(place).removal()));
      }
    }
  }

  /** Reads what {@link #writeRemovals} wrote, into what was read before. */
  void readRemovals(ByteReader in) {
    while (in.hasMore()) {
      int place = in.smallCount();
      verdicts.set(place, verdicts.get(place).with(REMOVALS[in.octet()]));
    }
  }

  static ItemLedger read(ByteReader in) {
    ItemLedger read = new ItemLedger();
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      Mark mark =
          new Mark(in.word(), Codes.family(in.octet()), in.smallCount(), before + in.signed());
      read.marks.add(mark);
      before = mark.at();
    }
    List<String> names = new ArrayList<>(0);
    for (int left = in.smallCount(); left > 0; left--) {
      names.add(new String(in.block(), StandardCharsets.US_ASCII));
    }
    before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      long decision = in.word();
      long item = in.word();
      long content = in.word();
      Family family = Codes.family(in.octet());
      Verdict.State state = STATES[in.octet()];
      before += in.signed();
      int count = in.smallCount();
      List<String> detectors = count == 0 ? List.of() : new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        detectors.add(names.get(in.smallCount()));
      }
      read.verdicts.add(
          new Verdict(decision, item, content, family, detectors, before, Removal.NONE, state));
      read.anyOverturned |= state == Verdict.State.OVERTURNED;
    }
    for (int left = in.smallCount(); left > 0; left--) {
      read.waiting.add(new Waiting(in.word(), STATES[in.octet()], in.signed()));
    }
    for (int left = in.smallCount(); left > 0; left--) {
      read.settled.put(
          Codes.family(in.octet()), new Settled(DecayedCounter.read(in), DecayedCounter.read(in)));
    }
    return read;
  }
}
