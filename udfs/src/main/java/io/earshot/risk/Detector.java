package io.earshot.risk;

import io.earshot.intake.ContentRef;
import io.earshot.stats.ByteReader;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A detector of an abuse pattern in what one creator does. Detectors are found by {@link
 * java.util.ServiceLoader}: a jar with an implementation, and its name in {@code
 * META-INF/services/io.earshot.risk.Detector}, adds one, with its variables for rules ({@code
 * creator.detectors.ID.fired}) and its section of bundles.
 *
 * <p>What it does has to be a function of what it is shown, in the order in which it is shown it
 * (event time, then id): no clock, no randomness, no order of a hash map. Thresholds belong into
 * the bundle ({@link DetectorSpec#parameters()}). It is called for every event, so it should cost a
 * hundred nanoseconds and remember a few dozen bytes.
 *
 * <p>One object serves all creators of a subtask; what it knows of one is in a {@link
 * DetectorState}.
 */
public interface Detector {

  /** What it is; always the same. */
  DetectorSpec spec();

  /**
   * Whether it has anything to do with a content; what it does not look at costs it nothing, and
   * does not fire.
   */
  boolean looksAt(ContentRef content);

  /** Whether it looks at changes of accounts. */
  default boolean followsAccounts() {
    return false;
  }

  /**
   * What is wrong with values that are each right by themselves, such as a lower bound above the
   * upper one. A bundle with a fault is refused; behind that, a detector has to work with what it
   * is given, since an exception in it stops the job again after every restart.
   *
   * @return sentences that name the parameters; empty if nothing is wrong
   */
  default List<String> faults(Parameters parameters) {
    return List.of();
  }

  /** Whether it looks at reports. */
  default boolean followsReports() {
    return false;
  }

  /**
   * Whether somebody with such a record misuses reporting, in its eyes, and is to be warned
   * (Regulation (EU) 2022/2065, article 23(2) and (3)).
   *
   * @param claim whether it is the record of a rights holder's claims
   * @return the share of unfounded ones that makes it so, at its lower bound; empty if they are not
   *     to be warned
   */
  default OptionalDouble distrusts(ReporterStanding standing, boolean claim, Parameters set) {
    return OptionalDouble.empty();
  }

  /** What it believes of a reporter of whom no answer is known; null if it does not ask. */
  default @Nullable ReporterPrior reporters(Parameters set) {
    return null;
  }

  /**
   * How its {@linkplain Parameter#fitted() fitted} parameters come from what creators did, which
   * {@link DetectorState#observed} says of each; null if there are none, or if they come from
   * elsewhere.
   */
  default @Nullable Fitting fitting() {
    return null;
  }

  /** What it knows of a creator of whom it has seen nothing. */
  DetectorState start();

  /**
   * What it knows of a creator, as {@link DetectorState#write} wrote it, in this version or an
   * older one.
   */
  DetectorState read(ByteReader in);
}
