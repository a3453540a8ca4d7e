package io.earshot.statement;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The closed lists of the DSA Transparency Database, as of the schema of July 2025. A constant is
 * named as the database names it, without the prefix that all of its list share.
 */
public final class DsaCodes {

  /** A value of a closed list. */
  public interface Code {

    /** The value as the database writes it. */
    String token();
  }

  /** {@code decision_visibility}: what was done to the visibility of content. */
  public enum Visibility implements Code {
    CONTENT_REMOVED,
    CONTENT_DISABLED,
    CONTENT_DEMOTED,
    CONTENT_AGE_RESTRICTED,
    CONTENT_INTERACTION_RESTRICTED,
    CONTENT_LABELLED,
    OTHER;

    @Override
    public String token() {
      return "DECISION_VISIBILITY_" + name();
    }
  }

  /** {@code decision_monetary}: what was done to payments; weakest last. */
  public enum Monetary implements Code {
    TERMINATION,
    SUSPENSION,
    OTHER;

    @Override
    public String token() {
      return "DECISION_MONETARY_" + name();
    }
  }

  /** {@code decision_provision}: what was done to the service; weakest last. */
  public enum Provision implements Code {
    TOTAL_TERMINATION,
    PARTIAL_TERMINATION,
    TOTAL_SUSPENSION,
    PARTIAL_SUSPENSION;

    @Override
    public String token() {
      return "DECISION_PROVISION_" + name();
    }
  }

  /** {@code decision_account}: what was done to the account; weakest last. */
  public enum Account implements Code {
    TERMINATED,
    SUSPENDED;

    @Override
    public String token() {
      return "DECISION_ACCOUNT_" + name();
    }
  }

  /** {@code account_type}. */
  public enum AccountType implements Code {
    BUSINESS,
    PRIVATE;

    @Override
    public String token() {
      return "ACCOUNT_TYPE_" + name();
    }
  }

  /** {@code decision_ground}. */
  public enum Ground implements Code {
    ILLEGAL_CONTENT,
    INCOMPATIBLE_CONTENT;

    @Override
    public String token() {
      return "DECISION_GROUND_" + name();
    }
  }

  /** {@code source_type}: what made the platform look. */
  public enum SourceType implements Code {
    ARTICLE_16("SOURCE_ARTICLE_16"),
    TRUSTED_FLAGGER("SOURCE_TRUSTED_FLAGGER"),
    OTHER_NOTIFICATION("SOURCE_TYPE_OTHER_NOTIFICATION"),
    VOLUNTARY("SOURCE_VOLUNTARY");

    private final String token;

    SourceType(String token) {
      this.token = token;
    }

    @Override
    public String token() {
      return token;
    }
  }

  /** {@code automated_decision}. The database's error text for it speaks of Yes and No; wrongly. */
  public enum AutomatedDecision implements Code {
    FULLY,
    PARTIALLY,
    NOT_AUTOMATED;

    @Override
    public String token() {
      return "AUTOMATED_DECISION_" + name();
    }
  }

  /** {@code automated_detection} and {@code incompatible_content_illegal}. */
  public enum Answer implements Code {
    YES("Yes"),
    NO("No");

    private final String token;

    Answer(String token) {
      this.token = token;
    }

    /** The answer to a question. */
    public static Answer of(boolean holds) {
      return holds ? YES : NO;
    }

    @Override
    public String token() {
      return token;
    }
  }

  /** {@code content_type}. */
  public enum ContentType implements Code {
    APP,
    AUDIO,
    IMAGE,
    PRODUCT,
    SYNTHETIC_MEDIA,
    TEXT,
    VIDEO,
    OTHER;

    @Override
    public String token() {
      return "CONTENT_TYPE_" + name();
    }
  }

  /** {@code category} and {@code category_addition}. */
  public enum Category implements Code {
    ANIMAL_WELFARE,
    CONSUMER_INFORMATION,
    CYBER_VIOLENCE,
    CYBER_VIOLENCE_AGAINST_WOMEN,
    DATA_PROTECTION_AND_PRIVACY_VIOLATIONS,
    ILLEGAL_OR_HARMFUL_SPEECH,
    INTELLECTUAL_PROPERTY_INFRINGEMENTS,
    NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS,
    NOT_SPECIFIED_NOTICE,
    OTHER_VIOLATION_TC,
    PROTECTION_OF_MINORS,
    RISK_FOR_PUBLIC_SECURITY,
    SCAMS_AND_FRAUD,
    SELF_HARM,
    UNSAFE_AND_PROHIBITED_PRODUCTS,
    VIOLENCE;

    @Override
    public String token() {
      return "STATEMENT_CATEGORY_" + name();
    }
  }

  /** {@code category_specification}. */
  public enum Keyword implements Code {
    ADULT_SEXUAL_MATERIAL,
    AGE_SPECIFIC_RESTRICTIONS,
    AGE_SPECIFIC_RESTRICTIONS_MINORS,
    ANIMAL_HARM,
    BIOMETRIC_DATA_BREACH,
    BULLYING_AGAINST_GIRLS,
    CHILD_SEXUAL_ABUSE_MATERIAL,
    CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE,
    CONTENT_PROMOTING_EATING_DISORDERS,
    COORDINATED_HARM,
    COPYRIGHT_INFRINGEMENT,
    CYBER_BULLYING_INTIMIDATION,
    CYBER_HARASSMENT,
    CYBER_HARASSMENT_AGAINST_WOMEN,
    CYBER_INCITEMENT,
    CYBER_STALKING,
    CYBER_STALKING_AGAINST_WOMEN,
    DATA_FALSIFICATION,
    DEFAMATION,
    DESIGN_INFRINGEMENT,
    DISCRIMINATION,
    FEMALE_GENDERED_DISINFORMATION,
    GEOGRAPHIC_INDICATIONS_INFRINGEMENT,
    GEOGRAPHICAL_REQUIREMENTS,
    GOODS_SERVICES_NOT_PERMITTED,
    GROOMING_SEXUAL_ENTICEMENT_MINORS,
    HATE_SPEECH,
    HIDDEN_ADVERTISEMENT,
    HUMAN_EXPLOITATION,
    HUMAN_TRAFFICKING,
    ILLEGAL_ORGANIZATIONS,
    IMPERSONATION_ACCOUNT_HIJACKING,
    INAUTHENTIC_ACCOUNTS,
    INAUTHENTIC_LISTINGS,
    INAUTHENTIC_USER_REVIEWS,
    INCITEMENT_AGAINST_WOMEN,
    INCITEMENT_VIOLENCE_HATRED,
    INSUFFICIENT_INFORMATION_ON_TRADERS,
    LANGUAGE_REQUIREMENTS,
    MISINFORMATION_DISINFORMATION,
    MISLEADING_INFO_CONSUMER_RIGHTS,
    MISLEADING_INFO_GOODS_SERVICES,
    MISSING_PROCESSING_GROUND,
    NON_CONSENSUAL_IMAGE_SHARING,
    NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN,
    NON_CONSENSUAL_MATERIAL_DEEPFAKE,
    NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN,
    NONCOMPLIANCE_PRICING,
    NUDITY,
    PATENT_INFRINGEMENT,
    PHISHING,
    PROHIBITED_PRODUCTS,
    PYRAMID_SCHEMES,
    RIGHT_TO_BE_FORGOTTEN,
    RISK_ENVIRONMENTAL_DAMAGE,
    RISK_PUBLIC_HEALTH,
    SELF_MUTILATION,
    STALKING,
    SUICIDE,
    TERRORIST_CONTENT,
    TRADE_SECRET_INFRINGEMENT,
    TRADEMARK_INFRINGEMENT,
    TRAFFICKING_WOMEN_GIRLS,
    UNLAWFUL_SALE_ANIMALS,
    UNSAFE_CHALLENGES,
    UNSAFE_PRODUCTS,
    VIOLATION_EU_LAW,
    VIOLATION_NATIONAL_LAW,
    OTHER;

    @Override
    public String token() {
      return "KEYWORD_" + name();
    }
  }

  /**
   * {@code territorial_scope}: the European Union with Iceland, Liechtenstein and Norway. Greece is
   * GR here, while its language is EL.
   */
  public enum Territory implements Code {
    AT,
    BE,
    BG,
    CY,
    CZ,
    DE,
    DK,
    EE,
    ES,
    FI,
    FR,
    GR,
    HR,
    HU,
    IE,
    IS,
    IT,
    LI,
    LT,
    LU,
    LV,
    MT,
    NL,
    NO,
    PL,
    PT,
    RO,
    SE,
    SI,
    SK;

    @Override
    public String token() {
      return name();
    }

    /** The territory of an ISO 3166-1 alpha-2 code, or null if it lies outside. */
    static @Nullable Territory find(String code) {
      for (Territory territory : values()) {
        if (territory.name().equals(code)) {
          return territory;
        }
      }
      return null;
    }
  }

  /** {@code content_language}: upper-case ISO 639-1, with EL for Greek. */
  static final Set<String> LANGUAGES =
      Set.of(
          ("AA AB AE AF AK AM AN AR AS AV AY AZ BA BE BG BH BI BM BN BO BR BS CA CE CH CO CR CS CU"
                  + " CV CY DA DE DV DZ EE EL EN EO ES ET EU FA FF FI FJ FO FR FY GA GD GL GN GU"
                  + " GV HA HE HI HO HR HT HU HY HZ IA ID IE IG II IK IO IS IT IU JA JV KA KG KI"
                  + " KJ KK KL KM KN KO KR KS KU KV KW KY LA LB LG LI LN LO LT LU LV MG MH MI MK"
                  + " ML MN MR MS MT MY NA NB ND NE NG NL NN NO NR NV NY OC OJ OM OR OS PA PI PL"
                  + " PS PT QU RM RN RO RU RW SA SC SD SE SG SI SK SL SM SN SO SQ SR SS ST SU SV"
                  + " SW TA TE TG TH TI TK TL TN TO TR TS TT TW TY UG UK UR UZ VE VI VO WA WO XH"
                  + " YI YO ZA ZH ZU")
              .split(" "));

  /**
   * Values of before July 2025, which much sample code still has, and what to write instead. The
   * database refuses them.
   */
  private static final Map<String, String> RETIRED =
      Map.ofEntries(
          entry(
              "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT",
              "STATEMENT_CATEGORY_OTHER_VIOLATION_TC with KEYWORD_ADULT_SEXUAL_MATERIAL"),
          entry(
              "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE",
              "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"),
          entry("STATEMENT_CATEGORY_NON_CONSENSUAL_BEHAVIOUR", "STATEMENT_CATEGORY_CYBER_VIOLENCE"),
          entry(
              "STATEMENT_CATEGORY_UNSAFE_AND_ILLEGAL_PRODUCTS",
              "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"),
          entry("KEYWORD_DISINFORMATION", "KEYWORD_MISINFORMATION_DISINFORMATION"),
          entry("KEYWORD_MISINFORMATION", "KEYWORD_MISINFORMATION_DISINFORMATION"),
          entry(
              "KEYWORD_FOREIGN_INFORMATION_MANIPULATION", "KEYWORD_MISINFORMATION_DISINFORMATION"),
          entry("KEYWORD_DANGEROUS_TOYS", "KEYWORD_UNSAFE_PRODUCTS"),
          entry("KEYWORD_REGULATED_GOODS_SERVICES", "KEYWORD_PROHIBITED_PRODUCTS"),
          entry("KEYWORD_ONLINE_BULLYING_INTIMIDATION", "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
          entry(
              "KEYWORD_GENDER_BASED_VIOLENCE",
              "a keyword of STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN"),
          entry("KEYWORD_IMAGE_BASED_SEXUAL_ABUSE", "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING"),
          entry(
              "KEYWORD_NON_CONSENSUAL_ITEMS_DEEPFAKE", "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE"),
          entry(
              "KEYWORD_INSUFFICIENT_INFORMATION_TRADERS",
              "KEYWORD_INSUFFICIENT_INFORMATION_ON_TRADERS"));

  private DsaCodes() {}

  /** The values of a list, as the database writes them. */
  static <E extends Enum<E> & Code> Set<String> tokens(Class<E> list) {
    return Arrays.stream(list.getEnumConstants())
        .map(Code::token)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The values of constants, as the database writes them. */
  public static List<String> tokens(List<? extends Code> codes) {
    return codes.stream().map(Code::token).toList();
  }

  /** What to write instead of a value that was retired, or null if it never was one. */
  static @Nullable String insteadOf(String token) {
    return RETIRED.get(token);
  }

  /** The values that were retired. */
  static Set<String> retired() {
    return RETIRED.keySet();
  }
}
