package io.earshot.statement;

import static io.earshot.statement.DsaCodes.Category.ANIMAL_WELFARE;
import static io.earshot.statement.DsaCodes.Category.CONSUMER_INFORMATION;
import static io.earshot.statement.DsaCodes.Category.CYBER_VIOLENCE;
import static io.earshot.statement.DsaCodes.Category.DATA_PROTECTION_AND_PRIVACY_VIOLATIONS;
import static io.earshot.statement.DsaCodes.Category.ILLEGAL_OR_HARMFUL_SPEECH;
import static io.earshot.statement.DsaCodes.Category.INTELLECTUAL_PROPERTY_INFRINGEMENTS;
import static io.earshot.statement.DsaCodes.Category.NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS;
import static io.earshot.statement.DsaCodes.Category.NOT_SPECIFIED_NOTICE;
import static io.earshot.statement.DsaCodes.Category.OTHER_VIOLATION_TC;
import static io.earshot.statement.DsaCodes.Category.PROTECTION_OF_MINORS;
import static io.earshot.statement.DsaCodes.Category.RISK_FOR_PUBLIC_SECURITY;
import static io.earshot.statement.DsaCodes.Category.SCAMS_AND_FRAUD;
import static io.earshot.statement.DsaCodes.Category.SELF_HARM;
import static io.earshot.statement.DsaCodes.Category.UNSAFE_AND_PROHIBITED_PRODUCTS;
import static io.earshot.statement.DsaCodes.Category.VIOLENCE;

import io.earshot.statement.DsaCodes.Category;
import io.earshot.statement.DsaCodes.Keyword;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which category and keywords the database files each policy of the taxonomy.
 *
 * <p>KEYWORD_OTHER always comes with words of its own, since the database takes them and "not
 * captured by any other keyword" alone tells a reader nothing.
 */
final class DsaCategories {

  /**
   * Where one policy is filed.
   *
   * @param category the category
   * @param addition a category that always applies as well; null if none does
   * @param keywords keywords, in the order of the taxonomy
   * @param deepfake the keyword instead of those where the finding depends on synthetic media; null
   *     if that makes no difference
   * @param other words for KEYWORD_OTHER; null without it
   * @param synthetic whether content under this policy is synthetic media by definition
   */
  record Filing(
      Category category,
      @Nullable Category addition,
      List<Keyword> keywords,
      @Nullable Keyword deepfake,
      @Nullable String other,
      boolean synthetic) {

    /** The keywords for a finding. */
    List<Keyword> keywords(boolean dependsOnSyntheticMedia) {
      return deepfake != null && dependsOnSyntheticMedia ? List.of(deepfake) : keywords;
    }
  }

  private static final Map<String, Filing> FILINGS = new LinkedHashMap<>();

  static {
    deepfake(
        "CSE.CSAM",
        PROTECTION_OF_MINORS,
        Keyword.CHILD_SEXUAL_ABUSE_MATERIAL,
        Keyword.CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE);
    file("CSE.GROOM", PROTECTION_OF_MINORS, Keyword.GROOMING_SEXUAL_ENTICEMENT_MINORS);
    other("CSE.SEXUALIZE", PROTECTION_OF_MINORS, "sexualisation of minors");
    file("TVE.TERROR", RISK_FOR_PUBLIC_SECURITY, Keyword.TERRORIST_CONTENT);
    file("TVE.EXTREMIST", RISK_FOR_PUBLIC_SECURITY, Keyword.ILLEGAL_ORGANIZATIONS);
    file("VIO.THREAT", VIOLENCE, Keyword.INCITEMENT_VIOLENCE_HATRED, Keyword.COORDINATED_HARM);
    other("VIO.CBRNE", RISK_FOR_PUBLIC_SECURITY, "instructions for weapons of mass harm");
    other("VIO.GRAPHIC", VIOLENCE, "gratuitous depiction of violence");
    file("HAT.HATE", ILLEGAL_OR_HARMFUL_SPEECH, Keyword.HATE_SPEECH, Keyword.DISCRIMINATION);
    other("HAT.BORDER", ILLEGAL_OR_HARMFUL_SPEECH, "borderline speech about protected groups");
    file(
        "HAR.HARASS",
        CYBER_VIOLENCE,
        Keyword.CYBER_HARASSMENT,
        Keyword.CYBER_BULLYING_INTIMIDATION);
    file("HAR.DOX", DATA_PROTECTION_AND_PRIVACY_VIOLATIONS, Keyword.MISSING_PROCESSING_GROUND);
    deepfake(
        "HAR.NCII",
        CYBER_VIOLENCE,
        Keyword.NON_CONSENSUAL_IMAGE_SHARING,
        Keyword.NON_CONSENSUAL_MATERIAL_DEEPFAKE);
    file("HAR.DEFAME", ILLEGAL_OR_HARMFUL_SPEECH, Keyword.DEFAMATION);
    file("SSH.PROMO", SELF_HARM, Keyword.SUICIDE, Keyword.SELF_MUTILATION);
    file("SSH.ED", SELF_HARM, Keyword.CONTENT_PROMOTING_EATING_DISORDERS);
    file("SSH.CHALLENGE", PROTECTION_OF_MINORS, Keyword.UNSAFE_CHALLENGES);
    file("SEX.EXPLICIT", OTHER_VIOLATION_TC, Keyword.ADULT_SEXUAL_MATERIAL, Keyword.NUDITY);
    file("REG.DRUGS", UNSAFE_AND_PROHIBITED_PRODUCTS, Keyword.PROHIBITED_PRODUCTS);
    file("REG.WEAPONS", UNSAFE_AND_PROHIBITED_PRODUCTS, Keyword.PROHIBITED_PRODUCTS);
    file("REG.TRAFFICK", VIOLENCE, Keyword.HUMAN_TRAFFICKING, Keyword.HUMAN_EXPLOITATION);
    file("REG.OTHER", OTHER_VIOLATION_TC, Keyword.GOODS_SERVICES_NOT_PERMITTED);
    file("MIS.MEDICAL", RISK_FOR_PUBLIC_SECURITY, Keyword.RISK_PUBLIC_HEALTH);
    file(
        "MIS.CIVIC",
        NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS,
        Keyword.MISINFORMATION_DISINFORMATION);
    file(
        "MIS.MANIPULATED",
        NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS,
        Keyword.MISINFORMATION_DISINFORMATION);
    file("DEC.IMPERSON", SCAMS_AND_FRAUD, Keyword.IMPERSONATION_ACCOUNT_HIJACKING);
    synthetic("DEC.VOICECLONE", SCAMS_AND_FRAUD, Keyword.IMPERSONATION_ACCOUNT_HIJACKING);
    file("DEC.SCAM", SCAMS_AND_FRAUD, Keyword.PYRAMID_SCHEMES);
    file("DEC.PHISH", SCAMS_AND_FRAUD, Keyword.PHISHING);
    file("DEC.METADATA", SCAMS_AND_FRAUD, Keyword.INAUTHENTIC_LISTINGS);
    file("INT.FLOOD", SCAMS_AND_FRAUD, Keyword.INAUTHENTIC_LISTINGS);
    file("INT.DUPLICATE", SCAMS_AND_FRAUD, Keyword.INAUTHENTIC_LISTINGS);
    other("INT.SHORTTRACK", SCAMS_AND_FRAUD, "royalty gaming by short or split tracks");
    file("INT.KEYWORD", SCAMS_AND_FRAUD, Keyword.INAUTHENTIC_LISTINGS);
    put(
        "INT.LINKSPAM",
        new Filing(
            SCAMS_AND_FRAUD,
            UNSAFE_AND_PROHIBITED_PRODUCTS,
            List.of(Keyword.OTHER),
            null,
            "link spam",
            false));
    // A comment is no review of a product, which is what INAUTHENTIC_USER_REVIEWS is about.
    other("INT.COMMENT", SCAMS_AND_FRAUD, "comment spam");
    other("INT.STREAMFRAUD", SCAMS_AND_FRAUD, "artificial streaming");
    file("INT.RING", SCAMS_AND_FRAUD, Keyword.INAUTHENTIC_ACCOUNTS);
    file("INT.CIRCUMVENT", SCAMS_AND_FRAUD, Keyword.INAUTHENTIC_ACCOUNTS);
    file("INT.REPORTABUSE", OTHER_VIOLATION_TC);
    file("IPR.COPYRIGHT", INTELLECTUAL_PROPERTY_INFRINGEMENTS, Keyword.COPYRIGHT_INFRINGEMENT);
    file("IPR.TRADEMARK", INTELLECTUAL_PROPERTY_INFRINGEMENTS, Keyword.TRADEMARK_INFRINGEMENT);
    file("CON.HIDDENAD", CONSUMER_INFORMATION, Keyword.HIDDEN_ADVERTISEMENT);
    file("ANI.CRUELTY", ANIMAL_WELFARE, Keyword.ANIMAL_HARM);
    file("LAB.EXPLICIT", OTHER_VIOLATION_TC, Keyword.AGE_SPECIFIC_RESTRICTIONS);
    synthetic("LAB.SYNTHETIC", CONSUMER_INFORMATION, Keyword.MISLEADING_INFO_GOODS_SERVICES);
    // Orders of article 9 have no statement; the letter of an authority that is no order may have
    // one, and then only its secondary policies say what the content is.
    file("LEG.ORDER", NOT_SPECIFIED_NOTICE);
    other("LEG.SANCTIONS", RISK_FOR_PUBLIC_SECURITY, "sanctions and export law");
  }

  private DsaCategories() {}

  /**
   * Where a policy is filed.
   *
   * @throws IllegalArgumentException if it is not in the taxonomy
   */
  static Filing of(String policyId) {
    Filing filing = FILINGS.get(policyId);
    if (filing == null) {
      throw new IllegalArgumentException(
          "policy " + policyId + " has no category of the DSA; add it to DsaCategories");
    }
    return filing;
  }

  /** The policies that are filed. */
  static Set<String> policies() {
    return FILINGS.keySet();
  }

  private static void file(String policy, Category category, Keyword... keywords) {
    put(policy, new Filing(category, null, List.of(keywords), null, null, false));
  }

  private static void synthetic(String policy, Category category, Keyword keyword) {
    put(policy, new Filing(category, null, List.of(keyword), null, null, true));
  }

  private static void other(String policy, Category category, String words) {
    put(policy, new Filing(category, null, List.of(Keyword.OTHER), null, words, false));
  }

  private static void deepfake(String policy, Category category, Keyword real, Keyword synthetic) {
    put(policy, new Filing(category, null, List.of(real), synthetic, null, false));
  }

  private static void put(String policy, Filing filing) {
    FILINGS.put(policy, filing);
  }
}
