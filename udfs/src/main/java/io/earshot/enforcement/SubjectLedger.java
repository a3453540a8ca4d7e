package io.earshot.enforcement;

import java.util.ArrayList;
import java.util.List;

/**
 * Keyed state: what is in force on one subject, all its versions together. It is read and written
 * only when something happens with the subject, so a creator with many of them costs no more than
 * one with few.
 *
 * @param sequence how many actions there were, from 1 without gaps
 * @param restrictions the active ones, oldest first
 * @param ended decisions whose restriction has ended, oldest first, so that a repeat of an express
 *     action is not taken for a new one; at most {@link #MAX_ENDED}
 */
public record SubjectLedger(long sequence, List<Restriction> restrictions, List<String> ended) {

  static final int MAX_ENDED = 64;

  /** Of a subject with which nothing ever happened. */
  static final SubjectLedger EMPTY = new SubjectLedger(0, List.of(), List.of());

  SubjectLedger withSequence(long newSequence) {
    return new SubjectLedger(newSequence, restrictions, ended);
  }

  SubjectLedger with(Restriction restriction) {
    List<Restriction> all = new ArrayList<>(restrictions);
    all.add(restriction);
    return new SubjectLedger(sequence, all, ended);
  }

  SubjectLedger without(Restriction restriction) {
    List<Restriction> left = new ArrayList<>(restrictions);
    left.remove(restriction);
    List<String> gone = new ArrayList<>(ended);
    gone.add(restriction.decisionId());
    return new SubjectLedger(
        sequence, left, gone.size() > MAX_ENDED ? gone.subList(1, gone.size()) : gone);
  }
}
