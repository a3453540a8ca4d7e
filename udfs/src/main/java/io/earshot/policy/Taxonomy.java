package io.earshot.policy;

import static io.earshot.policy.ActionType.AGE_GATE;
import static io.earshot.policy.ActionType.BLOCK_UPLOAD;
import static io.earshot.policy.ActionType.EXCLUDE_FROM_RECS;
import static io.earshot.policy.ActionType.EXPLICIT_TAG;
import static io.earshot.policy.ActionType.GEO_RESTRICT;
import static io.earshot.policy.ActionType.HIDE_PENDING_REVIEW;
import static io.earshot.policy.ActionType.LABEL_ADVISORY;
import static io.earshot.policy.ActionType.RATE_LIMIT_UPLOADS;
import static io.earshot.policy.ActionType.REDUCE_DISTRIBUTION;
import static io.earshot.policy.ActionType.REMOVE;
import static io.earshot.policy.ActionType.SEND_TO_REVIEW;
import static io.earshot.policy.ActionType.UPLOAD_FREEZE;
import static io.earshot.policy.ActionType.WITHHOLD_ROYALTY;
import static io.earshot.policy.StrikeLedger.COMMUNITY;
import static io.earshot.policy.StrikeLedger.COPYRIGHT;
import static io.earshot.policy.StrikeLedger.INTEGRITY;

import io.earshot.assessment.Family;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical policies: what exists, how severe it is, and the most that may be done about it
 * without a human.
 *
 * <p>This is code and not configuration on purpose. A bundle chooses thresholds, modes and actions;
 * it cannot raise a ceiling, lower a severity or invent an id, whatever it says.
 */
public final class Taxonomy {

  /**
   * One policy.
   *
   * @param id {@code FAMILY.CODE}; never renumbered
   * @param name for a human
   * @param severity 0, zero tolerance, to 4, quality and labelling
   * @param ledger where its strikes count
   * @param ceilings the strongest automatic action on each dimension; a dimension that is not
   *     listed has none
   */
  public record Entry(
      String id, String name, int severity, StrikeLedger ledger, List<ActionType> ceilings) {

    /** The policy family. */
    public Family family() {
      return Family.valueOf(id.substring(0, id.indexOf('.')));
    }

    /**
     * What a human is asked to confirm where nothing else is proposed: the most that the policy
     * does about visibility, or nothing in particular. What is hidden only until a human has looked
     * is removed once one has.
     */
    public ActionType proposal() {
      return ceilings.stream()
          .filter(ceiling -> ceiling.dimension() == ActionType.REMOVE.dimension())
          .findFirst()
          .map(ceiling -> ceiling == HIDE_PENDING_REVIEW ? REMOVE : ceiling)
          .orElse(SEND_TO_REVIEW);
    }

    /**
     * Whether the job may do this by itself under this policy. A warning and a review are always
     * allowed.
     */
    public boolean permits(ActionType action) {
      return Taxonomy.permits(ceilings, action);
    }
  }

  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  static {
    add("CSE.CSAM", "child sexual abuse material", 0, COMMUNITY, BLOCK_UPLOAD);
    add("CSE.GROOM", "grooming of minors", 0, COMMUNITY, HIDE_PENDING_REVIEW);
    add("CSE.SEXUALIZE", "sexualising minors", 1, COMMUNITY, HIDE_PENDING_REVIEW);
    add("TVE.TERROR", "terrorist content", 0, COMMUNITY, REMOVE);
    add("TVE.EXTREMIST", "praise of violent extremism", 1, COMMUNITY, HIDE_PENDING_REVIEW);
    add("VIO.THREAT", "threat or incitement to violence", 1, COMMUNITY, HIDE_PENDING_REVIEW);
    add("VIO.CBRNE", "instructions for weapons of mass harm", 1, COMMUNITY, HIDE_PENDING_REVIEW);
    add("VIO.GRAPHIC", "gratuitous gore", 3, COMMUNITY, AGE_GATE, LABEL_ADVISORY);
    add("HAT.HATE", "hate on protected characteristics", 2, COMMUNITY, REMOVE);
    add("HAT.BORDER", "borderline hate", 4, COMMUNITY, REDUCE_DISTRIBUTION, LABEL_ADVISORY);
    add("HAR.HARASS", "targeted harassment", 3, COMMUNITY, REMOVE);
    add("HAR.DOX", "private information", 2, COMMUNITY, HIDE_PENDING_REVIEW);
    add("HAR.NCII", "intimate material without consent", 1, COMMUNITY, REMOVE);
    add("HAR.DEFAME", "defamation", 3, COMMUNITY);
    add("SSH.PROMO", "promotion of suicide or self-harm", 1, COMMUNITY, HIDE_PENDING_REVIEW);
    add("SSH.ED", "promotion of eating disorders", 2, COMMUNITY, REDUCE_DISTRIBUTION);
    add("SSH.CHALLENGE", "unsafe challenges", 3, COMMUNITY, REDUCE_DISTRIBUTION);
    add("SEX.EXPLICIT", "sexually explicit content", 3, COMMUNITY, REMOVE, EXPLICIT_TAG);
    add("REG.DRUGS", "sale of drugs", 2, COMMUNITY, REMOVE);
    add("REG.WEAPONS", "sale of weapons", 2, COMMUNITY, REMOVE);
    add("REG.TRAFFICK", "human trafficking", 1, COMMUNITY, HIDE_PENDING_REVIEW);
    add("REG.OTHER", "other regulated goods", 3, COMMUNITY, GEO_RESTRICT);
    add(
        "MIS.MEDICAL",
        "dangerous false medical claims",
        2,
        COMMUNITY,
        REDUCE_DISTRIBUTION,
        LABEL_ADVISORY);
    add(
        "MIS.CIVIC",
        "interference with elections",
        2,
        COMMUNITY,
        REDUCE_DISTRIBUTION,
        LABEL_ADVISORY);
    add(
        "MIS.MANIPULATED",
        "harmful manipulated media",
        2,
        COMMUNITY,
        HIDE_PENDING_REVIEW,
        LABEL_ADVISORY);
    add("DEC.IMPERSON", "impersonation", 2, COMMUNITY, HIDE_PENDING_REVIEW);
    add(
        "DEC.VOICECLONE",
        "unauthorised vocal clone",
        2,
        COMMUNITY,
        HIDE_PENDING_REVIEW,
        WITHHOLD_ROYALTY);
    add("DEC.SCAM", "scam or fraud", 2, COMMUNITY, REMOVE);
    add("DEC.PHISH", "phishing or malware", 2, COMMUNITY, REMOVE);
    add("DEC.METADATA", "misleading metadata", 4, COMMUNITY, REDUCE_DISTRIBUTION);
    add("INT.FLOOD", "upload flood", 3, INTEGRITY, REDUCE_DISTRIBUTION, RATE_LIMIT_UPLOADS);
    add("INT.DUPLICATE", "near-duplicate uploads", 4, INTEGRITY, REDUCE_DISTRIBUTION);
    add("INT.SHORTTRACK", "royalty gaming by short tracks", 4, INTEGRITY, WITHHOLD_ROYALTY);
    add("INT.KEYWORD", "keyword stuffing", 4, INTEGRITY, REDUCE_DISTRIBUTION);
    add("INT.LINKSPAM", "link spam", 3, INTEGRITY, REMOVE);
    add("INT.COMMENT", "comment spam", 4, INTEGRITY, HIDE_PENDING_REVIEW);
    add(
        "INT.STREAMFRAUD",
        "artificial streaming",
        2,
        INTEGRITY,
        WITHHOLD_ROYALTY,
        EXCLUDE_FROM_RECS);
    add("INT.RING", "coordinated inauthentic accounts", 2, INTEGRITY, RATE_LIMIT_UPLOADS);
    add(
        "INT.CIRCUMVENT",
        "circumvention of enforcement",
        2,
        INTEGRITY,
        BLOCK_UPLOAD,
        UPLOAD_FREEZE);
    add("INT.REPORTABUSE", "abuse of reporting", 3, INTEGRITY);
    add("IPR.COPYRIGHT", "copyright", 3, COPYRIGHT, BLOCK_UPLOAD);
    add("IPR.TRADEMARK", "trademark", 3, COPYRIGHT);
    add("CON.HIDDENAD", "undisclosed advertising", 4, COMMUNITY, LABEL_ADVISORY);
    add("ANI.CRUELTY", "animal cruelty", 3, COMMUNITY, AGE_GATE);
    add("LAB.EXPLICIT", "unflagged explicit language", 4, COMMUNITY, EXPLICIT_TAG);
    add(
        "LAB.SYNTHETIC",
        "undisclosed synthetic content",
        4,
        COMMUNITY,
        LABEL_ADVISORY,
        EXCLUDE_FROM_RECS);
    add("LEG.SANCTIONS", "sanctions and export law", 1, COMMUNITY, GEO_RESTRICT, WITHHOLD_ROYALTY);
  }

  private Taxonomy() {}

  private static void add(
      String id, String name, int severity, StrikeLedger ledger, ActionType... ceilings) {
    ENTRIES.put(id, new Entry(id, name, severity, ledger, List.of(ceilings)));
  }

  /** All policies, in the order of the taxonomy. */
  public static Map<String, Entry> entries() {
    return Collections.unmodifiableMap(ENTRIES);
  }

  /** The policy of an id, or null if there is none. */
  public static @Nullable Entry find(String id) {
    return ENTRIES.get(id);
  }

  /** The policy of an id that a bundle was checked for. */
  public static Entry get(String id) {
    Entry entry = ENTRIES.get(id);
    if (entry == null) {
      throw new IllegalArgumentException("policy " + id + " is not in the taxonomy");
    }
    return entry;
  }

  /** Whether the job may do something by itself below some ceilings. */
  static boolean permits(List<ActionType> ceilings, ActionType action) {
    if (action.humanOnly()) {
      return false;
    }
    if (!action.isRestriction()) {
      return true;
    }
    return ceilings.stream()
        .anyMatch(
            ceiling ->
                ceiling.dimension() == action.dimension()
                    && ceiling.strength() >= action.strength());
  }

  /** How the strongest permitted actions read in a message. */
  static String ceilingText(List<ActionType> ceilings) {
    return ceilings.isEmpty()
        ? "no automatic restriction"
        : String.join(" or ", ceilings.stream().map(ActionType::name).toList());
  }
}
