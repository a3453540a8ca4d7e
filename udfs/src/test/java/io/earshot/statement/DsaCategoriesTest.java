package io.earshot.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.policy.Taxonomy;
import io.earshot.statement.DsaCodes.Category;
import io.earshot.statement.DsaCodes.ContentType;
import io.earshot.statement.DsaCodes.Keyword;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy of the taxonomy is filed where the project's reference of the domain files it. */
class DsaCategoriesTest {

  static final String TABLE =
      """
      CSE.CSAM        | PROTECTION_OF_MINORS | CHILD_SEXUAL_ABUSE_MATERIAL
      CSE.GROOM       | PROTECTION_OF_MINORS | GROOMING_SEXUAL_ENTICEMENT_MINORS
      CSE.SEXUALIZE   | PROTECTION_OF_MINORS | OTHER
      TVE.TERROR      | RISK_FOR_PUBLIC_SECURITY | TERRORIST_CONTENT
      TVE.EXTREMIST   | RISK_FOR_PUBLIC_SECURITY | ILLEGAL_ORGANIZATIONS
      VIO.THREAT      | VIOLENCE | COORDINATED_HARM INCITEMENT_VIOLENCE_HATRED
      VIO.CBRNE       | RISK_FOR_PUBLIC_SECURITY | OTHER
      VIO.GRAPHIC     | VIOLENCE | OTHER
      HAT.HATE        | ILLEGAL_OR_HARMFUL_SPEECH | DISCRIMINATION HATE_SPEECH
      HAT.BORDER      | ILLEGAL_OR_HARMFUL_SPEECH | OTHER
      HAR.HARASS      | CYBER_VIOLENCE | CYBER_BULLYING_INTIMIDATION CYBER_HARASSMENT
      HAR.DOX         | DATA_PROTECTION_AND_PRIVACY_VIOLATIONS | MISSING_PROCESSING_GROUND
      HAR.NCII        | CYBER_VIOLENCE | NON_CONSENSUAL_IMAGE_SHARING
      HAR.DEFAME      | ILLEGAL_OR_HARMFUL_SPEECH | DEFAMATION
      SSH.PROMO       | SELF_HARM | SELF_MUTILATION SUICIDE
      SSH.ED          | SELF_HARM | CONTENT_PROMOTING_EATING_DISORDERS
      SSH.CHALLENGE   | PROTECTION_OF_MINORS | UNSAFE_CHALLENGES
      SEX.EXPLICIT    | OTHER_VIOLATION_TC | ADULT_SEXUAL_MATERIAL NUDITY
      REG.DRUGS       | UNSAFE_AND_PROHIBITED_PRODUCTS | PROHIBITED_PRODUCTS
      REG.WEAPONS     | UNSAFE_AND_PROHIBITED_PRODUCTS | PROHIBITED_PRODUCTS
      REG.TRAFFICK    | VIOLENCE | HUMAN_EXPLOITATION HUMAN_TRAFFICKING
      REG.OTHER       | OTHER_VIOLATION_TC | GOODS_SERVICES_NOT_PERMITTED
      MIS.MEDICAL     | RISK_FOR_PUBLIC_SECURITY | RISK_PUBLIC_HEALTH
      MIS.CIVIC       | NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS | MISINFORMATION_DISINFORMATION
      MIS.MANIPULATED | NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS | MISINFORMATION_DISINFORMATION
      DEC.IMPERSON    | SCAMS_AND_FRAUD | IMPERSONATION_ACCOUNT_HIJACKING
      DEC.VOICECLONE  | SCAMS_AND_FRAUD | IMPERSONATION_ACCOUNT_HIJACKING
      DEC.SCAM        | SCAMS_AND_FRAUD | PYRAMID_SCHEMES
      DEC.PHISH       | SCAMS_AND_FRAUD | PHISHING
      DEC.METADATA    | SCAMS_AND_FRAUD | INAUTHENTIC_LISTINGS
      INT.FLOOD       | SCAMS_AND_FRAUD | INAUTHENTIC_LISTINGS
      INT.DUPLICATE   | SCAMS_AND_FRAUD | INAUTHENTIC_LISTINGS
      INT.SHORTTRACK  | SCAMS_AND_FRAUD | OTHER
      INT.KEYWORD     | SCAMS_AND_FRAUD | INAUTHENTIC_LISTINGS
      INT.LINKSPAM    | SCAMS_AND_FRAUD | OTHER
      INT.COMMENT     | SCAMS_AND_FRAUD | OTHER
      INT.STREAMFRAUD | SCAMS_AND_FRAUD | OTHER
      INT.RING        | SCAMS_AND_FRAUD | INAUTHENTIC_ACCOUNTS
      INT.CIRCUMVENT  | SCAMS_AND_FRAUD | INAUTHENTIC_ACCOUNTS
      INT.REPORTABUSE | OTHER_VIOLATION_TC |
      IPR.COPYRIGHT   | INTELLECTUAL_PROPERTY_INFRINGEMENTS | COPYRIGHT_INFRINGEMENT
      IPR.TRADEMARK   | INTELLECTUAL_PROPERTY_INFRINGEMENTS | TRADEMARK_INFRINGEMENT
      CON.HIDDENAD    | CONSUMER_INFORMATION | HIDDEN_ADVERTISEMENT
      ANI.CRUELTY     | ANIMAL_WELFARE | ANIMAL_HARM
      LAB.EXPLICIT    | OTHER_VIOLATION_TC | AGE_SPECIFIC_RESTRICTIONS
      LAB.SYNTHETIC   | CONSUMER_INFORMATION | MISLEADING_INFO_GOODS_SERVICES
      LEG.ORDER       | NOT_SPECIFIED_NOTICE |
      LEG.SANCTIONS   | RISK_FOR_PUBLIC_SECURITY | OTHER
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', emptyValue = "", nullValues = "-", textBlock = TABLE)
  void policy_has_its_category_and_keywords_and_its_statement_is_valid(
      String policy, Category category, @org.jspecify.annotations.Nullable String keywords) {
    Case one = new Case().under(policy);

    Statement statement = one.statement();

    assertThat(statement.category()).isEqualTo(category);
    assertThat(statement.categorySpecification())
        .containsExactlyElementsOf(
            keywords == null
                ? List.of()
                : Arrays.stream(keywords.split(" ")).map(Keyword::valueOf).toList());
    assertThat(statement.categorySpecificationOther() != null)
        .isEqualTo(statement.categorySpecification().contains(Keyword.OTHER));
    assertThat(one.faults()).isEmpty();
  }

  @Test
  void table_of_this_test_has_every_policy_that_is_filed() {
    assertThat(TABLE.lines().map(line -> line.substring(0, line.indexOf('|')).strip()))
        .containsExactlyElementsOf(DsaCategories.policies());
  }

  static List<String> taxonomy() {
    return List.copyOf(Taxonomy.entries().keySet());
  }

  @ParameterizedTest
  @MethodSource("taxonomy")
  void every_policy_of_the_taxonomy_is_filed(String policy) {
    assertThat(DsaCategories.policies()).contains(policy);
  }

  @Test
  void policy_that_nobody_knows_is_refused_by_name() {
    assertThatThrownBy(() -> new Case().under("HAT.NEW").outcome())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HAT.NEW");
  }

  @ParameterizedTest
  @CsvSource({
    "CSE.CSAM, CHILD_SEXUAL_ABUSE_MATERIAL, CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE",
    "HAR.NCII, NON_CONSENSUAL_IMAGE_SHARING, NON_CONSENSUAL_MATERIAL_DEEPFAKE"
  })
  void synthetic_media_has_a_keyword_of_its_own(String policy, Keyword real, Keyword deepfake) {
    assertThat(new Case().under(policy).statement().categorySpecification()).containsExactly(real);
    assertThat(new Case().under(policy).synthetic().statement().categorySpecification())
        .containsExactly(deepfake);
  }

  @ParameterizedTest
  @CsvSource({"DEC.VOICECLONE", "LAB.SYNTHETIC"})
  void policies_about_synthetic_media_say_so_in_the_content_type(String policy) {
    assertThat(new Case().under(policy).statement().contentType())
        .containsExactly(ContentType.SYNTHETIC_MEDIA, ContentType.TEXT);
  }

  @Test
  void further_policies_give_further_categories_and_their_keywords_but_not_the_category_again() {
    Statement statement =
        new Case().under("HAT.HATE", "HAT.BORDER", "VIO.THREAT", "INT.LINKSPAM").statement();

    assertThat(statement.category()).isEqualTo(Category.ILLEGAL_OR_HARMFUL_SPEECH);
    assertThat(statement.categoryAddition())
        .containsExactly(
            Category.SCAMS_AND_FRAUD, Category.UNSAFE_AND_PROHIBITED_PRODUCTS, Category.VIOLENCE);
    assertThat(statement.categorySpecification())
        .containsExactly(
            Keyword.COORDINATED_HARM,
            Keyword.DISCRIMINATION,
            Keyword.HATE_SPEECH,
            Keyword.INCITEMENT_VIOLENCE_HATRED,
            Keyword.OTHER);
    assertThat(statement.categorySpecificationOther())
        .isEqualTo("borderline speech about protected groups; link spam");
  }

  @Test
  void words_of_all_policies_together_fit_into_their_field() {
    Case all = new Case().under("CSE.CSAM", taxonomy().toArray(String[]::new));

    assertThat(all.faults()).isEmpty();
    assertThat(all.statement().categorySpecificationOther()).hasSizeLessThan(500);
  }
}
