package io.earshot.job.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficPackTest {

  private static final String GOOD =
      """
      {"id":"a","kind":"EPISODE","language":"en","title":"Tea","description":"Kettles.",\
      "tags":["tea"],"links":["https://tea.example/x"],"durationMs":1000,"explicit":false,\
      "variant":"clean","policies":[]}\
      """;

  @Test
  void the_bundled_pack_is_valid_and_mixed_as_described() {
    TrafficPack pack = TrafficPack.bundled();
    double all = pack.items().size();

    assertThat(pack.items()).hasSizeGreaterThan(350);
    assertThat(count(pack, Variant.VIOLATING) / all).isBetween(0.30, 0.40);
    assertThat(count(pack, Variant.BORDERLINE) / all).isBetween(0.10, 0.20);
    Set<String> labels = new TreeSet<>();
    pack.items().forEach(item -> labels.addAll(item.policies()));
    assertThat(labels).isEqualTo(PackLine.POLICIES);
    assertThat(pack.items().stream().map(PackItem::language).collect(Collectors.toSet()))
        .containsAll(Set.of("en", "es", "de", "fr", "pt", "it", "nl", "pl", "ja"));
  }

  @Test
  void no_two_items_of_the_bundled_pack_read_the_same() {
    assertThat(TrafficPack.bundled().items())
        .extracting(item -> item.title() + "\n" + item.description() + "\n" + item.transcript())
        .doesNotHaveDuplicates();
  }

  @Test
  void a_good_line_becomes_an_item() throws IOException {
    PackItem item = read("\n" + GOOD + "\n").items().get(0);

    assertThat(item.title()).isEqualTo("Tea");
    assertThat(item.transcript()).isNull();
    assertThat(item.variant()).isEqualTo(Variant.CLEAN);
    assertThat(item.policies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "id":"a"                    | "id":" "                    | id          | empty
          "id":"a",                   | ``                          | id          | missing
          "EPISODE"                   | "VINYL"                     | kind        | VINYL
          "EPISODE"                   | "UNKNOWN"                   | kind        | UNKNOWN
          "en"                        | "English"                   | language    | English
          "title":"Tea"               | "title":7                   | title       | 7
          "title":"Tea"               | "titel":"Tea"               | titel       | not a field
          "tags":["tea"]              | "tags":"tea"                | tags        | list
          "tags":["tea"]              | "tags":[""]                 | tags        | something in it
          https://tea.example/x       | https://tea.test.org/x      | links       | .example
          https://tea.example/x       | not a link                  | links       | not a URI
          1000                        | -1                          | durationMs  | positive
          1000                        | null                        | durationMs  | missing
          "explicit":false            | "explicit":"no"             | explicit    | neither
          "clean"                     | "fine"                      | variant     | fine
          "clean"                     | "violating"                 | policies    | VIOLATING
          "policies":[]               | "policies":["HAT.HATE"]     | policies    | CLEAN
          "policies":[]               | "policies":["HAT.HAET"]     | policies    | HAT.HAET
          "description":"Kettles."    | "title":"x"                 | x           | Duplicate
          """)
  void a_bad_field_is_refused_with_line_field_and_value(
      String good, String bad, String field, String complaint) {
    String line = GOOD.replace(good, bad == null ? "" : bad);

    assertThatThrownBy(() -> read(GOOD.replace("\"a\"", "\"b\"") + "\n\n" + line))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageStartingWith("test.jsonl, line 3")
        .hasMessageContaining(complaint)
        .message()
        .matches(message -> field.equals("x") || message.contains("field " + field + ": "));
  }

  @Test
  void an_explicit_flag_on_an_item_that_lacks_it_is_refused() {
    String line =
        GOOD.replace("\"clean\"", "\"violating\"")
            .replace("\"policies\":[]", "\"policies\":[\"LAB.EXPLICIT\"]")
            .replace("\"explicit\":false", "\"explicit\":true");

    assertThatThrownBy(() -> read(line))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("test.jsonl, line 1, field explicit");
  }

  @Test
  void an_item_without_words_is_refused() {
    assertThatThrownBy(() -> read(GOOD.replace("Tea", "").replace("Kettles.", "")))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("line 1, field description");
  }

  @Test
  void a_repeated_id_is_refused_with_both_lines() {
    assertThatThrownBy(() -> read(GOOD + "\n" + GOOD))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("test.jsonl, line 2, field id")
        .hasMessageContaining("line 1");
  }

  @Test
  void a_line_that_is_not_a_json_object_is_refused() {
    assertThatThrownBy(() -> read("{\"id\": "))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("test.jsonl, line 1: not JSON");
    assertThatThrownBy(() -> read("[]"))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("ARRAY instead of an object");
    assertThatThrownBy(() -> read(GOOD + " {}"))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void an_empty_pack_is_refused() {
    assertThatThrownBy(() -> read("\n \n"))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("test.jsonl holds no items");
  }

  @Test
  void a_pack_without_what_a_script_plays_is_refused_with_what_is_missing() throws IOException {
    TrafficPack pack = read(GOOD);

    assertThatThrownBy(() -> new Traffic(pack, 1, Instant.EPOCH, 20))
        .isInstanceOf(InvalidPackException.class)
        .hasMessageContaining("test.jsonl holds 0 of the items")
        .hasMessageContaining("at least 1");
  }

  private static TrafficPack read(String lines) throws IOException {
    return TrafficPack.read("test.jsonl", new StringReader(lines));
  }

  private static long count(TrafficPack pack, Variant variant) {
    return pack.items().stream().filter(item -> item.variant() == variant).count();
  }
}
