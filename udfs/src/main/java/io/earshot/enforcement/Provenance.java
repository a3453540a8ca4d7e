package io.earshot.enforcement;

import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.OrderBasis;
import io.earshot.policy.ContentFacts;
import io.earshot.policy.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Where an action comes from, in the terms of whoever has to state its reasons.
 *
 * @param source what made the system look
 * @param organisation the trusted flagger's organisation; null with any other source
 * @param detection who found it
 * @param ground the law, or the platform's terms
 * @param legalBasis which law or order, with {@link Ground#ILLEGAL}; else null
 * @param orderId the order that it carries out; null if none
 * @param article9 whether that order is one of article 9 of the Digital Services Act
 * @param content facts of the content that it rests on; null where nothing is known of that
 * @param accountCreatedAt when the account was made, milliseconds since the epoch; 0 if not known
 */
public record Provenance(
    Source source,
    @Nullable String organisation,
    Detection detection,
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

  /** Who found what was decided on. */
  public enum Detection {
    /** A model. */
    MODEL,
    /** Known media. */
    BANK,
    /** A rule on facts. */
    RULE,
    /** A human who said so. */
    HUMAN
  }

  /** Found by the job itself, against the platform's terms. */
  static Provenance of(Decision decision, @Nullable ContentFacts content, long accountCreatedAt) {
    return new Provenance(
        Source.PROACTIVE,
        null,
        detection(decision),
        Ground.TERMS,
        null,
        null,
        false,
        content == null ? null : content.restingOn(decision.evidence()),
        accountCreatedAt);
  }

  private static Detection detection(Decision decision) {
    if (!decision.evidence().isEmpty()) {
      return Detection.MODEL;
    }
    boolean known =
        decision.comparisons().stream()
            .anyMatch(c -> c.held() && c.variable().contains("matches."));
    return known ? Detection.BANK : Detection.RULE;
  }

  /** Reported by somebody. */
  static Provenance of(CreatorSignal.Report report, long accountCreatedAt) {
    return new Provenance(
        Source.valueOf(report.source().name()),
        report.organisation(),
        Detection.HUMAN,
        Ground.TERMS,
        null,
        null,
        false,
        null,
        accountCreatedAt);
  }

  /** Ordered by an authority. */
  static Provenance of(CreatorSignal.Order order) {
    return new Provenance(
        Source.AUTHORITY_ORDER,
        null,
        Detection.HUMAN,
        Ground.ILLEGAL,
        order.legalReference(),
        order.orderId(),
        order.basis() == OrderBasis.DSA_ARTICLE_9,
        null,
        0);
  }

  /** The same, decided anew on an appeal. */
  Provenance appealed() {
    return new Provenance(
        Source.APPEAL,
        null,
        detection,
        ground,
        legalBasis,
        orderId,
        article9,
        content,
        accountCreatedAt);
  }
}
