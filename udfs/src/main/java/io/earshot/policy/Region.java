package io.earshot.policy;

import io.earshot.policy.Vocabulary.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All facts that meet some comparisons at once, variable by variable: numbers between two bounds,
 * texts that are or are not some constants, lists that have or lack some.
 *
 * <p>It may take in facts that there are none of (a score where no model answered), and it knows
 * nothing of how variables hang together. So that a region is empty is certain, and that it is not
 * is only likely; everything that is said to an author rests on emptiness.
 *
 * <p>An expression that is no comparison is a black box: the same text has the same value, or
 * cannot be computed. <i>Strict</i> asks that it can.
 */
final class Region {

  /** Bounds of a number, both of them in it, and single numbers that are out. */
  private record Range(double least, double most, Set<Double> out, boolean whole) {

    @Nullable Range within(double newLeast, double newMost) {
      return trimmed(Math.max(least, newLeast), Math.min(most, newMost), out);
    }

    @Nullable Range without(double number) {
      Set<Double> more = new LinkedHashSet<>(out);
      // 0.0 and -0.0 are the same number.
      more.add(number + 0.0);
      return trimmed(least, most, more);
    }

    private @Nullable Range trimmed(double from, double to, Set<Double> excluded) {
      double low = from;
      double high = to;
      while (low <= high && excluded.contains(low + 0.0)) {
        low = whole ? low + 1 : Math.nextUp(low);
      }
      while (low <= high && excluded.contains(high + 0.0)) {
        high = whole ? high - 1 : Math.nextDown(high);
      }
      return low <= high ? new Range(low, high, excluded, whole) : null;
    }
  }

  /** Texts that are in (null: any), texts that are out, and what they do or do not begin with. */
  private record Texts(
      @Nullable Set<String> in, Set<String> out, Set<String> prefixes, Set<String> noPrefixes) {

    @Nullable Texts checked() {
      if (in != null) {
        Set<String> left = new LinkedHashSet<>(in);
        left.removeAll(out);
        left.removeIf(text -> !prefixes.stream().allMatch(text::startsWith));
        left.removeIf(text -> noPrefixes.stream().anyMatch(text::startsWith));
        return left.isEmpty() ? null : new Texts(left, Set.of(), Set.of(), Set.of());
      }
      for (String prefix : prefixes) {
        if (noPrefixes.stream().anyMatch(prefix::startsWith)
            || !prefixes.stream().allMatch(p -> p.startsWith(prefix) || prefix.startsWith(p))) {
          return null;
        }
      }
      return this;
    }
  }

  /** Whole numbers above this are not all fractions, and so not all bounds of a range. */
  private static final long EXACT = 1L << 53;

  private final Vocabulary vocabulary;
  private final Map<Integer, Range> numbers;
  private final Map<Integer, Texts> texts;
  private final Map<String, Boolean> members;
  private final Map<String, Boolean> strictly;
  private final Map<String, Boolean> loosely;

  private Region(
      Vocabulary vocabulary,
      Map<Integer, Range> numbers,
      Map<Integer, Texts> texts,
      Map<String, Boolean> members,
      Map<String, Boolean> strictly,
      Map<String, Boolean> loosely) {
    this.vocabulary = vocabulary;
    this.numbers = numbers;
    this.texts = texts;
    this.members = members;
    this.strictly = strictly;
    this.loosely = loosely;
  }

  /** All facts. */
  static Region all(Vocabulary vocabulary) {
    return new Region(vocabulary, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /**
   * The facts of it that meet a comparison too; null if there are none.
   *
   * @param strict whether an expression has to be computable
   */
  @Nullable Region and(Condition.Leaf leaf, boolean strict) {
    if (leaf instanceof Condition.Constant constant) {
      return constant.value() ? this : null;
    }
    if (leaf instanceof Condition.Whole c) {
      return number(
          c.variable().place(),
          c.outside(),
          (double) c.constant(),
          atMost(c.least()),
          -atMost(-c.most()));
    }
    if (leaf instanceof Condition.Fraction c) {
      return number(c.variable().place(), c.outside(), c.constant(), c.least(), c.most());
    }
    if (leaf instanceof Condition.Truth c) {
      double value = c.expected() ? 1 : 0;
      return withNumber(c.variable().place(), range(c.variable().place()).within(value, value));
    }
    if (leaf instanceof Condition.OneOf c) {
      Set<String> constants = new LinkedHashSet<>(c.constants());
      return withTexts(c.variable().place(), c.expected() ? constants : null, constants, null);
    }
    if (leaf instanceof Condition.Prefix c) {
      return withTexts(c.variable().place(), null, Set.of(), Map.entry(c.constant(), c.expected()));
    }
    if (leaf instanceof Condition.Has c) {
      return withMember(c.variable().place() + " " + c.constant(), c.expected());
    }
    if (leaf instanceof Condition.Computed c) {
      return withExpression(c.text(), c.expected(), strict);
    }
    Condition.Expression expression = (Condition.Expression) leaf;
    return withExpression(expression.text(), expression.expected(), strict);
  }

  private @Nullable Region number(
      int place, boolean outside, double constant, double least, double most) {
    Range range = range(place);
    if (!outside) {
      return withNumber(place, range.within(least, most));
    }
    // What is rounded on its way here may stand for its neighbours too.
    return Math.abs(constant) < EXACT ? withNumber(place, range.without(constant)) : this;
  }

  /** The nearest fraction that is not above a whole number. */
  private static double atMost(long number) {
    double nearest = (double) number;
    return Math.abs(nearest) < EXACT ? nearest : Math.nextDown(nearest);
  }

  private Range range(int place) {
    Range known = numbers.get(place);
    if (known != null) {
      return known;
    }
    Variable variable = vocabulary.at(place);
    return new Range(
        variable.least(), variable.most(), Set.of(), variable.type() != Vocabulary.Type.DOUBLE);
  }

  private @Nullable Region withNumber(int place, @Nullable Range range) {
    return range == null
        ? null
        : new Region(vocabulary, with(numbers, place, range), texts, members, strictly, loosely);
  }

  private @Nullable Region withTexts(
      int place,
      @Nullable Set<String> in,
      Set<String> out,
      Map.@Nullable Entry<String, Boolean> prefix) {
    Texts known = texts.get(place);
    if (known == null) {
      List<String> values = vocabulary.at(place).values();
      known =
          new Texts(
              values.isEmpty() ? null : new LinkedHashSet<>(values), Set.of(), Set.of(), Set.of());
    }
    Set<String> nowIn = known.in();
    if (in != null) {
      nowIn = new LinkedHashSet<>(in);
      if (known.in() != null) {
        nowIn.retainAll(known.in());
      }
    }
    Texts now =
        new Texts(
                nowIn,
                in == null ? union(known.out(), out) : known.out(),
                prefix != null && prefix.getValue()
                    ? union(known.prefixes(), Set.of(prefix.getKey()))
                    : known.prefixes(),
                prefix != null && !prefix.getValue()
                    ? union(known.noPrefixes(), Set.of(prefix.getKey()))
                    : known.noPrefixes())
            .checked();
    return now == null
        ? null
        : new Region(vocabulary, numbers, with(texts, place, now), members, strictly, loosely);
  }

  private @Nullable Region withMember(String member, boolean expected) {
    Boolean known = members.get(member);
    return known != null && known != expected
        ? null
        : new Region(
            vocabulary, numbers, texts, with(members, member, expected), strictly, loosely);
  }

  /**
   * Both an expression and its opposite hold of nothing; neither fails where it cannot be computed.
   */
  private @Nullable Region withExpression(String text, boolean expected, boolean strict) {
    Boolean strictly = this.strictly.get(text);
    Boolean loosely = this.loosely.get(text);
    if ((strictly != null && strictly != expected)
        || (strict && loosely != null && loosely != expected)) {
      return null;
    }
    return strict
        ? new Region(
            vocabulary, numbers, texts, members, with(this.strictly, text, expected), this.loosely)
        : new Region(
            vocabulary,
            numbers,
            texts,
            members,
            this.strictly,
            loosely == null ? with(this.loosely, text, expected) : this.loosely);
  }

  private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    Map<K, V> changed = new HashMap<>(map);
    changed.put(key, value);
    return changed;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }

  /** Regions are more than anybody wants to look through. */
  static final class TooManyException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Most regions of one question. Real rules make one to ten. */
  private static final int MOST = 2_000;

  /**
   * What of some regions meets a condition too: none if nothing does.
   *
   * @param strict whether expressions have to be computable
   * @throws TooManyException if that are too many to follow
   */
  static List<Region> meet(List<Region> regions, Condition condition, boolean strict)
      throws TooManyException {
    List<Region> met = new ArrayList<>();
    if (condition instanceof Condition.And and) {
      met.addAll(regions);
      for (Condition part : and.parts()) {
        met = meet(met, part, strict);
      }
    } else if (condition instanceof Condition.Or or) {
      for (Condition part : or.parts()) {
        met.addAll(meet(regions, part, strict));
      }
    } else {
      for (Region region : regions) {
        Region smaller = region.and((Condition.Leaf) condition, strict);
        if (smaller != null) {
          met.add(smaller);
        }
      }
    }
    if (met.size() > MOST) {
      throw new TooManyException();
    }
    return met;
  }
}
