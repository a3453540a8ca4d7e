package io.earshot.risk;

import io.earshot.assessment.Family;
import java.util.List;

/**
 * A decision on an item of the creator, and what people said about it since. What was found is
 * never stored as a number to subtract from: all sums are made from items and verdicts, so that an
 * overturned decision takes out exactly what it had brought in, and an upheld one brings it back.
 *
 * @param decision the first eight bytes of the decision's id
 * @param item which content version
 * @param content which content
 * @param family of the policy
 * @param detectors ids of the detectors that it rests on
 * @param at when the item was published, milliseconds since the epoch
 * @param removal whether it takes the item away
 * @param state what people said
 */
record Verdict(
    long decision,
    long item,
    long content,
    Family family,
    List<String> detectors,
    long at,
    Removal removal,
    State state) {

  /** What people said last. */
  enum State {
    MADE,
    UPHELD,
    OVERTURNED,
    /** Nothing, and whether there is a decision is not known here: enforcement settles it. */
    OPEN
  }

  /** Whether there is a decision, for all that is known, and it was not overturned. */
  boolean counts() {
    return state == State.MADE || state == State.UPHELD;
  }

  boolean isOverturned() {
    return state == State.OVERTURNED;
  }

  Verdict with(State said) {
    return new Verdict(decision, item, content, family, detectors, at, removal, said);
  }

  Verdict with(Removal known) {
    return new Verdict(decision, item, content, family, detectors, at, known, state);
  }

  /** The same, resting on none of some detectors. */
  Verdict without(List<String> some) {
    return new Verdict(
        decision,
        item,
        content,
        family,
        detectors.stream().filter(one -> !some.contains(one)).toList(),
        at,
        removal,
        state);
  }

  /** Whether the item was taken away, and nobody said that this was wrong. */
  boolean removed() {
    return !isOverturned()
        && (removal == Removal.MADE || (removal == Removal.PROPOSED && state == State.UPHELD));
  }
}
