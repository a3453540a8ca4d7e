package io.earshot.statement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.statement.DsaCodes.Account;
import io.earshot.statement.DsaCodes.AccountType;
import io.earshot.statement.DsaCodes.Answer;
import io.earshot.statement.DsaCodes.AutomatedDecision;
import io.earshot.statement.DsaCodes.Category;
import io.earshot.statement.DsaCodes.ContentType;
import io.earshot.statement.DsaCodes.Ground;
import io.earshot.statement.DsaCodes.Keyword;
import io.earshot.statement.DsaCodes.Monetary;
import io.earshot.statement.DsaCodes.Provision;
import io.earshot.statement.DsaCodes.SourceType;
import io.earshot.statement.DsaCodes.Territory;
import io.earshot.statement.DsaCodes.Visibility;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a statement as the database does, before it is sent: one statement that it refuses takes
 * the other 99 of its call with it, and what it accepts can never be changed.
 *
 * <p>It checks the JSON that is sent and not the record that it was made from, so nothing lies
 * between the check and the wire. Lengths are in characters (code points), as the server counts
 * them. The rules are those of {@code GroupedSubmissionsService} in the Commission's source, and
 * stricter in six points:
 *
 * <ul>
 *   <li>{@code territorial_scope} is required, as the documentation says; the server takes none;
 *   <li>an end date is not before the application date, as the documentation says; the server does
 *       not look;
 *   <li>{@code decision_ground_reference_url} is http or https; the server takes any scheme it
 *       knows;
 *   <li>the check digit of an EAN-13 is right;
 *   <li>a field that the database does not have is a fault (a mistyped name is lost without a word
 *       there);
 *   <li>texts hold no {@linkplain PersonalDataLint personal data}.
 * </ul>
 */
public final class StatementValidator {

  private static final int MAX_SHORT_TEXT = 500;
  private static final int MAX_PUID = 500;

  private static final LocalDate FIRST_CONTENT = LocalDate.of(2000, 1, 1);
  private static final LocalDate FIRST_APPLICATION = LocalDate.of(2020, 1, 1);

  /** The last day that the database's columns hold. */
  static final LocalDate LAST_DAY = LocalDate.of(2038, 1, 1);

  private static final Set<String> VISIBILITIES = DsaCodes.tokens(Visibility.class);
  private static final Set<String> MONETARIES = DsaCodes.tokens(Monetary.class);
  private static final Set<String> PROVISIONS = DsaCodes.tokens(Provision.class);
  private static final Set<String> ACCOUNTS = DsaCodes.tokens(Account.class);
  private static final Set<String> ACCOUNT_TYPES = DsaCodes.tokens(AccountType.class);
  private static final Set<String> GROUNDS = DsaCodes.tokens(Ground.class);
  private static final Set<String> CONTENT_TYPES = DsaCodes.tokens(ContentType.class);
  private static final Set<String> CATEGORIES = DsaCodes.tokens(Category.class);
  private static final Set<String> KEYWORDS = DsaCodes.tokens(Keyword.class);
  private static final Set<String> TERRITORIES = DsaCodes.tokens(Territory.class);
  private static final Set<String> SOURCE_TYPES = DsaCodes.tokens(SourceType.class);
  private static final Set<String> ANSWERS = DsaCodes.tokens(Answer.class);
  private static final Set<String> AUTOMATED_DECISIONS = DsaCodes.tokens(AutomatedDecision.class);

  private static final Pattern PUID = Pattern.compile("[a-zA-Z0-9_-]+");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  /** Texts that people read, with the characters that they may have. */
  private static final Map<String, Integer> FREE_TEXTS =
      Map.ofEntries(
          Map.entry("decision_visibility_other", MAX_SHORT_TEXT),
          Map.entry("decision_monetary_other", MAX_SHORT_TEXT),
          Map.entry("illegal_content_legal_ground", MAX_SHORT_TEXT),
          Map.entry("illegal_content_explanation", Wording.MAX_EXPLANATION),
          Map.entry("incompatible_content_ground", MAX_SHORT_TEXT),
          Map.entry("incompatible_content_explanation", Wording.MAX_EXPLANATION),
          Map.entry("content_type_other", MAX_SHORT_TEXT),
          Map.entry("category_specification_other", MAX_SHORT_TEXT),
          Map.entry("decision_facts", Wording.MAX_FACTS),
          Map.entry("source_identity", MAX_SHORT_TEXT));

  private final ObjectNode json;
  private final Collection<String> pseudonyms;
  private final List<StatementFault> faults = new ArrayList<>();
  private final Set<String> known = new TreeSet<>();

  private StatementValidator(ObjectNode json, Collection<String> pseudonyms) {
    this.json = json;
    this.pseudonyms = pseudonyms;
  }

  /**
   * What is wrong with a statement; empty if nothing is.
   *
   * @param pseudonyms ids of the persons of the case, which must not show
   */
  public static List<StatementFault> faults(Statement statement, Collection<String> pseudonyms) {
    return faults(StatementJson.of(statement), pseudonyms);
  }

  /**
   * What is wrong with a statement as it would be sent; empty if nothing is.
   *
   * @param sendable what {@link StatementJson#sendable} leaves
   * @param pseudonyms ids of the persons of the case, as far as they are known
   */
  public static List<StatementFault> faults(ObjectNode sendable, Collection<String> pseudonyms) {
    StatementValidator validator = new StatementValidator(sendable, pseudonyms);
    validator.restrictions();
    validator.ground();
    validator.content();
    validator.category();
    validator.territories();
    validator.language();
    validator.dates();
    validator.source();
    validator.automation();
    validator.facts();
    validator.puid();
    validator.contentId();
    validator.nothingElse();
    return List.copyOf(validator.faults);
  }

  private void restrictions() {
    List<String> visibility = listOf("decision_visibility", VISIBILITIES);
    String monetary = oneOf("decision_monetary", MONETARIES);
    String provision = oneOf("decision_provision", PROVISIONS);
    String account = oneOf("decision_account", ACCOUNTS);
    oneOf("account_type", ACCOUNT_TYPES);
    if (visibility.isEmpty() && monetary == null && provision == null && account == null) {
      faults.add(
          StatementFault.of(
              "decision_visibility",
              "absent, with decision_monetary, decision_provision and decision_account",
              "at least one of the four is required",
              "say what was restricted"));
    }
    textWith(
        "decision_visibility_other",
        visibility.contains(Visibility.OTHER.token()),
        Visibility.OTHER);
    textWith("decision_monetary_other", Monetary.OTHER.token().equals(monetary), Monetary.OTHER);
  }

  private void ground() {
    String ground = required("decision_ground", oneOf("decision_ground", GROUNDS));
    boolean illegal = Ground.ILLEGAL_CONTENT.token().equals(ground);
    textWith("illegal_content_legal_ground", illegal, Ground.ILLEGAL_CONTENT);
    textWith("illegal_content_explanation", illegal, Ground.ILLEGAL_CONTENT);
    boolean incompatible = Ground.INCOMPATIBLE_CONTENT.token().equals(ground);
    textWith("incompatible_content_ground", incompatible, Ground.INCOMPATIBLE_CONTENT);
    textWith("incompatible_content_explanation", incompatible, Ground.INCOMPATIBLE_CONTENT);
    oneOf("incompatible_content_illegal", ANSWERS);
    String url = text("decision_ground_reference_url", MAX_SHORT_TEXT);
    if (url != null) {
      if (!isUrl(url)) {
        faults.add(
            StatementFault.of(
                "decision_ground_reference_url",
                quoted(url),
                "it must be an absolute http or https URL",
                "give the address of the clause or the law, or leave it out"));
      }
      personalData("decision_ground_reference_url", PersonalDataLint.hitsInUrl(url, pseudonyms));
    }
  }

  private void content() {
    List<String> types = listOf("content_type", CONTENT_TYPES);
    required("content_type", types.isEmpty() ? null : types.get(0));
    textWith("content_type_other", types.contains(ContentType.OTHER.token()), ContentType.OTHER);
  }

  private void category() {
    required("category", oneOf("category", CATEGORIES));
    listOf("category_addition", CATEGORIES);
    listOf("category_specification", KEYWORDS);
    freeText("category_specification_other");
  }

  private void territories() {
    List<String> territories = listOf("territorial_scope", TERRITORIES);
    required("territorial_scope", territories.isEmpty() ? null : territories.get(0));
  }

  private void language() {
    oneOf("content_language", DsaCodes.LANGUAGES);
  }

  private void dates() {
    date("content_date", FIRST_CONTENT, true);
    LocalDate application = date("application_date", FIRST_APPLICATION, true);
    for (String axis : List.of("visibility", "monetary", "service", "account")) {
      String field = "end_date_" + axis + "_restriction";
      LocalDate end = date(field, null, false);
      if (end != null && application != null && end.isBefore(application)) {
        faults.add(
            StatementFault.of(
                field,
                quoted(end.toString()),
                "it must not be before application_date, which is " + application,
                "correct one of them, or leave the end out if there is none"));
      }
    }
  }

  private void source() {
    required("source_type", oneOf("source_type", SOURCE_TYPES));
    freeText("source_identity");
  }

  private void automation() {
    required("automated_detection", oneOf("automated_detection", ANSWERS));
    required("automated_decision", oneOf("automated_decision", AUTOMATED_DECISIONS));
  }

  private void facts() {
    required("decision_facts", freeText("decision_facts"));
  }

  private void puid() {
    String puid = required("puid", text("puid", MAX_PUID));
    if (puid == null) {
      return;
    }
    if (!PUID.matcher(puid).matches()) {
      faults.add(
          StatementFault.of(
              "puid",
              quoted(puid),
              "it may have letters, digits, hyphens and underscores only",
              "replace the other characters"));
    }
    // A PUID is made of an id of the decision, which names no person; one of the case's must not.
    personalData("puid", PersonalDataLint.hitsInUrl(puid, pseudonyms));
  }

  private void contentId() {
    JsonNode id = node("content_id");
    if (id == null) {
      return;
    }
    String ean = id.path(StatementJson.EAN_13).textValue();
    if (!id.isObject() || id.size() != 1 || ean == null || !Ean13.hasForm(ean)) {
      faults.add(
          StatementFault.of(
              "content_id",
              id.toString(),
              "it must be {\"EAN-13\": \"...\"} with 13 digits, the only identifier that is taken",
              "put a zero before a UPC of 12 digits, or leave it out"));
    } else if (!Ean13.isValid(ean)) {
      faults.add(
          StatementFault.of(
              "content_id",
              ean,
              "the check digit of these twelve is " + Ean13.checkDigit(ean),
              "correct the number, or leave it out"));
    }
  }

  private void nothingElse() {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!known.contains(field.getKey())) {
        faults.add(
            StatementFault.of(
                StatementFault.inShort(field.getKey(), MAX_SHORT_TEXT),
                StatementFault.inShort(field.getValue().toString(), 2),
                "the database has no such field and would drop it",
                "correct its name, or leave it out"));
      }
    }
  }

  /** A text that another field asks for. */
  private void textWith(String field, boolean asked, DsaCodes.Code code) {
    freeText(field);
    if (asked && node(field) == null) {
      faults.add(
          StatementFault.of(
              field, "absent", "it is required with " + code.token(), "say what it is"));
    }
  }

  private @Nullable String freeText(String field) {
    int limit = FREE_TEXTS.getOrDefault(field, MAX_SHORT_TEXT);
    String text = text(field, limit);
    if (text != null) {
      personalData(field, PersonalDataLint.hits(text, pseudonyms));
    }
    return text;
  }

  private void personalData(String field, List<PersonalDataLint.Hit> hits) {
    for (PersonalDataLint.Hit hit : hits) {
      // A fault ends up in logs, so it shows where to look and not what is there.
      faults.add(
          new StatementFault(
              field,
              "\"" + StatementFault.inShort(hit.text(), 2) + "\"",
              "it holds what looks like "
                  + hit.kind().wording()
                  + ", and no personal data may be"
                  + " published (article 24(5))",
              "word it without"));
    }
  }

  /** A text of at most so many characters; null if it is absent or has a fault. */
  private @Nullable String text(String field, int limit) {
    String text = string(field, node(field));
    if (text == null) {
      return null;
    }
    int length = text.codePointCount(0, text.length());
    if (length > limit) {
      faults.add(
          StatementFault.of(
              field,
              quoted(text),
              "it may have " + limit + " characters and has " + length,
              "shorten it"));
      return null;
    }
    if (hasLoneSurrogate(text)) {
      faults.add(
          StatementFault.of(
              field,
              "a text with half a character",
              "it must be valid Unicode",
              "do not cut texts within a pair of surrogates"));
      return null;
    }
    return text;
  }

  private @Nullable String oneOf(String field, Set<String> allowed) {
    String value = string(field, node(field));
    return value != null && isAllowed(field, value, allowed) ? value : null;
  }

  /** The values of a list that are allowed. */
  private List<String> listOf(String field, Set<String> allowed) {
    JsonNode node = node(field);
    List<String> values = new ArrayList<>();
    if (node == null) {
      return values;
    }
    if (!(node instanceof ArrayNode)) {
      faults.add(
          StatementFault.of(
              field, node.toString(), "it must be an array", "put the value into brackets"));
      return values;
    }
    for (JsonNode element : node) {
      String value = string(field, element);
      if (value != null && isAllowed(field, value, allowed)) {
        values.add(value);
      }
    }
    return values;
  }

  private boolean isAllowed(String field, String value, Set<String> allowed) {
    if (allowed.contains(value)) {
      return true;
    }
    String instead = DsaCodes.insteadOf(value);
    faults.add(
        StatementFault.of(
            field,
            quoted(value),
            instead == null
                ? allowed(field, allowed)
                : "it was retired with the schema of July 2025",
            instead == null ? hint(field, value) : "write " + instead));
    return false;
  }

  private static String allowed(String field, Set<String> allowed) {
    return switch (field) {
      case "category_specification" -> "it is none of the " + allowed.size() + " keywords";
      case "content_language" -> "it must be an upper-case code of ISO 639-1";
      default -> "allowed are " + String.join(", ", new TreeSet<>(allowed));
    };
  }

  private static String hint(String field, String value) {
    return switch (field) {
      case "territorial_scope" ->
          value.equals("EL")
              ? "Greece is GR as a territory"
              : "leave out what is outside of the EEA";
      case "content_language" ->
          value.equals("GR")
              ? "Greek is EL as a language"
              : "write the two letters in capitals, or leave it out";
      case "category_specification" ->
          "write one of them, or KEYWORD_OTHER with category_specification_other";
      default -> "write one of them";
    };
  }

  private @Nullable LocalDate date(String field, @Nullable LocalDate first, boolean isRequired) {
    String value = string(field, node(field));
    if (value == null) {
      if (isRequired) {
        required(field, null);
      }
      return null;
    }
    LocalDate date;
    try {
      date = LocalDate.parse(value, DATE);
    } catch (DateTimeParseException e) {
      faults.add(
          StatementFault.of(field, quoted(value), "it must be a day as YYYY-MM-DD", "write it so"));
      return null;
    }
    if ((first != null && date.isBefore(first)) || date.isAfter(LAST_DAY)) {
      faults.add(
          StatementFault.of(
              field,
              quoted(value),
              first == null
                  ? "it must not be after " + LAST_DAY
                  : "it must be from " + first + " to " + LAST_DAY,
              isRequired ? "correct it" : "leave it out: that means indefinitely"));
      return null;
    }
    return date;
  }

  private @Nullable String required(String field, @Nullable String value) {
    if (value == null && node(field) == null) {
      faults.add(StatementFault.of(field, "absent", "it is required", "add it"));
    }
    return value;
  }

  private @Nullable String string(String field, @Nullable JsonNode node) {
    if (node == null || node.isTextual()) {
      return node == null ? null : node.textValue();
    }
    faults.add(
        StatementFault.of(field, node.toString(), "it must be a string", "put it into quotes"));
    return null;
  }

  /** The value of a field; null if it is absent. */
  private @Nullable JsonNode node(String field) {
    known.add(field);
    JsonNode node = json.get(field);
    return node == null || StatementJson.isAbsent(node) ? null : node;
  }

  private static String quoted(String value) {
    return "\"" + StatementFault.inShort(value, 50) + "\"";
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Whether it is an absolute http or https URL with a host. */
  static boolean isUrl(String value) {
    try {
      URI uri = new URI(value);
      return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
