package io.earshot.job.traffic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.earshot.schemas.avro.ContentKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One line of a pack on its way to an item; every complaint names the line and the field. */
final class PackLine {

  /** The taxonomy ids that a label may be; a typing mistake must not pass as a policy. */
  static final Set<String> POLICIES =
      new TreeSet<>(
          Set.of(
              "HAR.HARASS",
              "HAT.HATE",
              "SEX.EXPLICIT",
              "VIO.THREAT",
              "SSH.PROMO",
              "DEC.SCAM",
              "INT.LINKSPAM",
              "INT.FLOOD",
              "LAB.EXPLICIT"));

  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "id",
              "kind",
              "language",
              "title",
              "description",
              "transcript",
              "tags",
              "links",
              "durationMs",
              "explicit",
              "variant",
              "policies",
              "note"));

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String pack;
  private final int number;
  private final JsonNode node;

  private PackLine(String pack, int number, JsonNode node) {
    this.pack = pack;
    this.number = number;
    this.node = node;
  }

  static PackLine parse(String pack, int number, String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InvalidPackException(
          where(pack, number) + ": not JSON (" + e.getOriginalMessage() + "); one object a line");
    }
    if (!node.isObject()) {
      throw new InvalidPackException(
          where(pack, number) + ": " + node.getNodeType() + " instead of an object");
    }
    PackLine parsed = new PackLine(pack, number, node);
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String field = names.next();
      if (!FIELDS.contains(field)) {
        throw parsed.invalid(field, "not a field of an item; those are " + FIELDS);
      }
    }
    return parsed;
  }

  PackItem item() {
    Variant variant = variant();
    boolean explicit = flag("explicit");
    Set<String> policies = policies(variant, explicit);
    String title = text("title");
    String description = text("description");
    if (title.isBlank() && description.isBlank()) {
      throw invalid("description", "empty like the title; an item needs something to read");
    }
    String id = text("id");
    if (id.isBlank()) {
      throw invalid("id", "empty; give the item a name that no other has");
    }
    return new PackItem(
        id,
        kind(),
        language(),
        title,
        description,
        optionalText("transcript"),
        texts("tags"),
        links(),
        duration(),
        explicit,
        variant,
        policies,
        optionalText("note"));
  }

  InvalidPackException invalid(String field, String complaint) {
    return new InvalidPackException(where(pack, number) + ", field " + field + ": " + complaint);
  }

  private static String where(String pack, int number) {
    return pack + ", line " + number;
  }

  private JsonNode required(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw invalid(field, "missing; every item has one");
    }
    return value;
  }

  private String text(String field) {
    JsonNode value = required(field);
    if (!value.isTextual()) {
      throw invalid(field, value + " is not a string");
    }
    return value.textValue();
  }

  private @Nullable String optionalText(String field) {
    return node.has(field) ? text(field) : null;
  }

  private boolean flag(String field) {
    JsonNode value = required(field);
    if (!value.isBoolean()) {
      throw invalid(field, value + " is neither true nor false");
    }
    return value.booleanValue();
  }

  private List<String> texts(String field) {
    JsonNode value = required(field);
    if (!value.isArray()) {
      throw invalid(field, value + " is not a list of strings");
    }
    List<String> texts = new ArrayList<>(value.size());
    for (JsonNode entry : value) {
      if (!entry.isTextual() || entry.textValue().isBlank()) {
        throw invalid(field, entry + " is not a string with something in it");
      }
      texts.add(entry.textValue());
    }
    return texts;
  }

  private ContentKind kind() {
    String value = text("kind");
    for (ContentKind kind : ContentKind.values()) {
      if (kind != ContentKind.UNKNOWN && kind.name().equals(value)) {
        return kind;
      }
    }
    throw invalid("kind", "\"" + value + "\" is not a kind of content of the schema");
  }

  private String language() {
    String value = text("language");
    if (!LANGUAGE.matcher(value).matches()) {
      throw invalid("language", "\"" + value + "\" is not a BCP 47 tag such as en or pt-BR");
    }
    return value;
  }

  private Variant variant() {
    String value = text("variant");
    for (Variant variant : Variant.values()) {
      if (variant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return variant;
      }
    }
    throw invalid("variant", "\"" + value + "\" is none of violating, borderline, clean");
  }

  private Set<String> policies(Variant variant, boolean explicit) {
    Set<String> policies = new TreeSet<>(texts("policies"));
    for (String policy : policies) {
      if (!POLICIES.contains(policy)) {
        throw invalid("policies", "\"" + policy + "\" is not a label of packs; those: " + POLICIES);
      }
    }
    if (policies.isEmpty() == (variant == Variant.VIOLATING)) {
      throw invalid(
          "policies",
          policies
              + " on a "
              + variant
              + " item; a violating one names its policies, no other does");
    }
    if (explicit && policies.contains("LAB.EXPLICIT")) {
      throw invalid("explicit", "true on LAB.EXPLICIT, which says that the flag is missing");
    }
    return policies;
  }

  private List<String> links() {
    List<String> links = texts("links");
    for (String link : links) {
      String host;
      try {
        host = new URI(link).getHost();
      } catch (URISyntaxException e) {
        throw invalid("links", "\"" + link + "\" is not a URI (" + e.getReason() + ")");
      }
      if (host == null || !host.endsWith(".example")) {
        throw invalid(
            "links",
            "\""
                + link
                + "\" points outside the reserved domain .example; nobody may be harmed"
                + " or advertised by a test");
      }
    }
    return links;
  }

  private @Nullable Long duration() {
    if (!node.has("durationMs")) {
      return null;
    }
    JsonNode value = required("durationMs");
    if (!value.isIntegralNumber() || value.longValue() <= 0) {
      throw invalid("durationMs", value + " is not a positive number of milliseconds");
    }
    return value.longValue();
  }
}
