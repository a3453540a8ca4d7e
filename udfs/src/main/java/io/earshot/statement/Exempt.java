package io.earshot.statement;

/**
 * No statement is owed, or none can be made.
 *
 * @param reason why
 */
public record Exempt(Reason reason) implements StatementOutcome {

  /** Why there is no statement; articles are those of Regulation (EU) 2022/2065. */
  public enum Reason {
    /**
     * A restriction ends; the database takes no correction (its API has neither PUT nor DELETE).
     */
    LIFTED,
    /** A warning, a review, a referral, shadow mode: article 17(1) is about restrictions. */
    NOT_A_RESTRICTION,
    /** An order of an authority: article 17(5) excludes what article 9 covers. */
    ARTICLE_9_ORDER,
    /** Deceptive high-volume commercial content: article 17(2), last sentence. */
    DECEPTIVE_HIGH_VOLUME,
    /** The provider has no electronic contact details of the recipient: article 17(2). */
    NO_CONTACT,
    /** Nothing is restricted within the EEA, where the regulation applies. */
    NO_EEA_TERRITORY
  }
}
