package io.earshot.enforcement;

import io.earshot.policy.ContentFacts;
import org.jspecify.annotations.Nullable;

/**
 * Where an action comes from, in the terms of whoever has to state its reasons.
 *
 * @param source what made the system look
 * @param ground the law, or the platform's terms
 * @param legalBasis which law or order, with {@link Ground#ILLEGAL}; else null
 * @param orderId the order that it carries out; null if none
 * @param article9 whether that order is one of article 9 of the Digital Services Act
 * @param content facts of the content; null where the subject is none
 * @param accountCreatedAt when the account was made, milliseconds since the epoch; 0 if not known
 */
public record Provenance(
    Source source,
    Ground ground,
    @Nullable String legalBasis,
    @Nullable String orderId,
    boolean article9,
    @Nullable ContentFacts content,
    long accountCreatedAt) {

  /** What made the system look. */
  public enum Source {
    PROACTIVE,
    USER_REPORT,
    ART16,
    TRUSTED_FLAGGER,
    RIGHTSHOLDER,
    AUTHORITY_ORDER,
    APPEAL
  }

  /** On what ground. */
  public enum Ground {
    TERMS,
    ILLEGAL
  }

  /** Found by the job itself, against the platform's terms. */
  static Provenance proactive(@Nullable ContentFacts content, long accountCreatedAt) {
    return new Provenance(
        Source.PROACTIVE, Ground.TERMS, null, null, false, content, accountCreatedAt);
  }
}
