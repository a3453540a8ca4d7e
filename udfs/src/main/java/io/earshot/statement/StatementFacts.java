package io.earshot.statement;

import io.earshot.intake.ContentKind;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.PolicyRef;
import io.earshot.statement.DsaCodes.AccountType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a statement of reasons is derived from, as facts of the case. Nothing in it is a value
 * of the database already: who found what and who decided is told here, and what that makes of
 * "automated" is decided in {@link StatementBuilder} alone.
 *
 * @param decisionId the decision; letters, digits, hyphens and underscores
 * @param restrictionSeq which statement of the decision it is; the same restriction always has the
 *     same number, and another one another
 * @param change whether something is imposed or lifted
 * @param restrictions what the decision imposes
 * @param basis under which rules
 * @param origin how it came to attention
 * @param decider who decided
 * @param material what it is about
 * @param path what was compared and found
 * @param contactKnown whether the provider knows electronic contact details of the recipient
 * @param deceptiveHighVolume whether it was judged to be deceptive high-volume commercial content
 * @param pseudonyms ids of persons of the case (creator, account, reporter), which must not show
 */
public record StatementFacts(
    String decisionId,
    int restrictionSeq,
    Change change,
    List<Restricted> restrictions,
    Basis basis,
    Origin origin,
    Decider decider,
    Material material,
    Path path,
    boolean contactKnown,
    boolean deceptiveHighVolume,
    List<String> pseudonyms) {

  public StatementFacts {
    restrictions = List.copyOf(restrictions);
    pseudonyms = List.copyOf(pseudonyms);
  }

  /** What happens to restrictions. */
  public enum Change {
    /** One is imposed, replaced by another, or prolonged. */
    IMPOSED,
    /** One ends: it is reversed or its time is over. The database takes no such thing. */
    LIFTED,
    /** Nothing is restricted: shadow mode, a referral. */
    NONE
  }

  /**
   * One restriction.
   *
   * @param action how
   * @param effectiveAt from when on, milliseconds since the epoch
   * @param expiresAt until when; null: until it is lifted
   * @param territories ISO 3166-1 alpha-2 codes; empty means everywhere
   * @param surfaces parts of the platform; empty means all
   */
  public record Restricted(
      ActionType action,
      long effectiveAt,
      @Nullable Long expiresAt,
      List<String> territories,
      List<String> surfaces) {

    public Restricted {
      territories = List.copyOf(territories);
      surfaces = List.copyOf(surfaces);
    }
  }

  /** What the material is held to be at odds with. */
  public enum Ground {
    /** The platform's terms. */
    TERMS,
    /** The law. */
    ILLEGAL
  }

  /**
   * Under which rules it was decided.
   *
   * @param policy the policy
   * @param secondary further policies that asked for the same
   * @param ground law or terms
   * @param legalReference the provision of law, with ILLEGAL; else null
   * @param alsoIllegal with TERMS, whether it is held to be illegal as well; null if nobody judged
   *     that
   */
  public record Basis(
      PolicyRef policy,
      List<PolicyRef> secondary,
      Ground ground,
      @Nullable String legalReference,
      @Nullable Boolean alsoIllegal) {

    public Basis {
      secondary = List.copyOf(secondary);
    }
  }

  /** What made the platform look. */
  public enum Source {
    /** The platform itself: models, rules, banks, reviews of its own. */
    PROACTIVE,
    /** A report of a user about the terms, made in the application. */
    USER_REPORT,
    /** A notice of illegal content under article 16. */
    ART16,
    /**
     * A notice of a trusted flagger within its designated area (article 22); outside of it, the
     * same notice is one of article 16.
     */
    TRUSTED_FLAGGER,
    /** A tool for rights-holders. */
    RIGHTSHOLDER,
    /** An authority: an order of article 9, or a letter that is none. */
    AUTHORITY_ORDER,
    /** A complaint under article 20. */
    APPEAL
  }

  /** What found it. */
  public enum Detection {
    /** A model. */
    MODEL,
    /** A rule on counts and conduct. */
    RULE,
    /** A bank of known media. */
    BANK,
    /** Only a person: who reported it, or a reviewer. */
    HUMAN;

    /** Whether automated means found it. */
    boolean isAutomated() {
      return this != HUMAN;
    }
  }

  /**
   * How it came to attention.
   *
   * @param source what made the platform look
   * @param article9 whether it is an order of article 9, with AUTHORITY_ORDER
   * @param organisation the trusted flagger's, with TRUSTED_FLAGGER; never a person; null if it is
   *     not needed
   * @param detection what found it
   */
  public record Origin(
      Source source, boolean article9, @Nullable String organisation, Detection detection) {}

  /** Who decided. */
  public enum Actor {
    /** The job alone. */
    AUTOMATED,
    /** A person confirmed what the job proposed. */
    HUMAN_CONFIRMED,
    /** A person, without a proposal of the job. */
    HUMAN
  }

  /**
   * Who decided.
   *
   * @param actor who
   * @param followsHumanDecision whether it follows by the strike ladder from a decision in which a
   *     person took part
   */
  public record Decider(Actor actor, boolean followsHumanDecision) {}

  /** A sense by which a finding was made. */
  public enum Medium {
    TEXT,
    IMAGE,
    AUDIO,
    VIDEO
  }

  /**
   * What it is about.
   *
   * @param kind what was published; null for an account
   * @param media on what the finding rests; empty if on conduct alone
   * @param syntheticMedia whether the finding depends on the media being synthetic
   * @param language BCP 47 tag, "und" if not known
   * @param datedAt when it was published or, for an account, registered; milliseconds since the
   *     epoch
   * @param ean EAN-13 or UPC of the release; null if not known
   * @param accountType whose account; null if not known
   */
  public record Material(
      @Nullable ContentKind kind,
      List<Medium> media,
      boolean syntheticMedia,
      String language,
      long datedAt,
      @Nullable String ean,
      @Nullable AccountType accountType) {

    public Material {
      media = List.copyOf(media);
    }
  }

  /**
   * What was compared and found.
   *
   * @param comparisons every comparison of the rule
   * @param findings what was found where
   */
  public record Path(List<Comparison> comparisons, List<Finding> findings) {

    public Path {
      comparisons = List.copyOf(comparisons);
      findings = List.copyOf(findings);
    }
  }

  /**
   * Evidence as a code: what was found in which part of the material, never the thing itself.
   *
   * @param medium in what
   * @param field in which part: title, description, transcript, tags, cover, audio
   * @param label what was found
   * @param score how sure the finder was, 0 to 1
   */
  public record Finding(Medium medium, String field, String label, double score) {}
}
