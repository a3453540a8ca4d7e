package io.earshot.policy;

import static io.earshot.policy.Dimension.ACCOUNT;
import static io.earshot.policy.Dimension.LABEL;
import static io.earshot.policy.Dimension.MONETARY;
import static io.earshot.policy.Dimension.NONE;
import static io.earshot.policy.Dimension.PROVISION;
import static io.earshot.policy.Dimension.VISIBILITY;

/**
 * What can be done about a subject. Within a dimension a higher strength replaces a lower one.
 *
 * <p>Who may do it is fixed here and not in configuration: an action that is {@linkplain
 * #humanOnly() human-only} is refused in a bundle and can only come out of a review.
 */
public enum ActionType {
  ALLOW(NONE, 0, Target.CONTENT, false),
  WARN(NONE, 0, Target.CREATOR, false),
  SEND_TO_REVIEW(NONE, 0, Target.CONTENT, false),
  /** A task for the desk that reports to authorities; it restricts nothing. */
  LEGAL_REPORT(NONE, 0, Target.CONTENT, false),
  /** An entry of a strike ledger, in the event that says that it has expired or was undone. */
  STRIKE(NONE, 0, Target.CREATOR, true),
  LABEL_ADVISORY(LABEL, 10, Target.CONTENT, false),
  EXPLICIT_TAG(LABEL, 20, Target.CONTENT, false),
  CHART_EXCLUDE(VISIBILITY, 5, Target.CONTENT, false),
  EXCLUDE_FROM_RECS(VISIBILITY, 10, Target.CONTENT, false),
  SEARCH_DEMOTE(VISIBILITY, 12, Target.CONTENT, false),
  RESTRICT_INTERACTION(VISIBILITY, 15, Target.CONTENT, false),
  REDUCE_DISTRIBUTION(VISIBILITY, 20, Target.CONTENT, false),
  AGE_GATE(VISIBILITY, 30, Target.CONTENT, false),
  DETACH_FROM_ARTIST(VISIBILITY, 35, Target.CONTENT, false),
  GEO_RESTRICT(VISIBILITY, 40, Target.CONTENT, false),
  HIDE_PENDING_REVIEW(VISIBILITY, 50, Target.CONTENT, false),
  REMOVE(VISIBILITY, 60, Target.CONTENT, false),
  BLOCK_UPLOAD(VISIBILITY, 70, Target.CONTENT, false),
  WITHHOLD_ROYALTY(MONETARY, 10, Target.CONTENT, false),
  DEMONETISE(MONETARY, 20, Target.CONTENT, true),
  PENALTY_FEE(MONETARY, 30, Target.CREATOR, true),
  SUSPEND_REPORTING(PROVISION, 5, Target.CREATOR, false),
  RATE_LIMIT_UPLOADS(PROVISION, 10, Target.CREATOR, false),
  UPLOAD_FREEZE(PROVISION, 20, Target.CREATOR, false),
  SUSPEND_ACCOUNT(ACCOUNT, 10, Target.CREATOR, false),
  TERMINATE_ACCOUNT(ACCOUNT, 20, Target.CREATOR, true);

  /** What an action is done to. */
  public enum Target {
    CONTENT,
    CREATOR
  }

  private final Dimension dimension;
  private final int strength;
  private final Target target;
  private final boolean humanOnly;

  ActionType(Dimension dimension, int strength, Target target, boolean humanOnly) {
    this.dimension = dimension;
    this.strength = strength;
    this.target = target;
    this.humanOnly = humanOnly;
  }

  /** The axis on which it acts. */
  public Dimension dimension() {
    return dimension;
  }

  /** Its place among the actions of its dimension; higher replaces lower. */
  public int strength() {
    return strength;
  }

  /** What it is done to. */
  public Target target() {
    return target;
  }

  /** Whether only a human may decide it. */
  public boolean humanOnly() {
    return humanOnly;
  }

  /** Whether it restricts, and so can be appealed, expire and be reversed. */
  public boolean isRestriction() {
    return dimension != NONE;
  }
}
