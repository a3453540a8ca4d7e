package io.earshot.statement;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The closed lists are those of the database, as written down by hand in a file beside. */
class DsaCodesTest {

  @Test
  void every_list_has_the_values_of_the_database_and_no_other() throws IOException {
    Map<String, Set<String>> lists =
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("decision_visibility", DsaCodes.tokens(Visibility.class)),
                Map.entry("decision_monetary", DsaCodes.tokens(Monetary.class)),
                Map.entry("decision_provision", DsaCodes.tokens(Provision.class)),
                Map.entry("decision_account", DsaCodes.tokens(Account.class)),
                Map.entry("account_type", DsaCodes.tokens(AccountType.class)),
                Map.entry("decision_ground", DsaCodes.tokens(Ground.class)),
                Map.entry("source_type", DsaCodes.tokens(SourceType.class)),
                Map.entry("automated_detection", DsaCodes.tokens(Answer.class)),
                Map.entry("automated_decision", DsaCodes.tokens(AutomatedDecision.class)),
                Map.entry("content_type", DsaCodes.tokens(ContentType.class)),
                Map.entry("category", DsaCodes.tokens(Category.class)),
                Map.entry("category_specification", DsaCodes.tokens(Keyword.class)),
                Map.entry("territorial_scope", DsaCodes.tokens(Territory.class)),
                Map.entry("content_language", DsaCodes.LANGUAGES)));

    assertThat(lists).isEqualTo(documented());
  }

  @Test
  void counts_are_those_of_the_documentation() {
    assertThat(Category.values()).hasSize(16);
    assertThat(Keyword.values()).hasSize(69);
    assertThat(Territory.values()).hasSize(30);
    assertThat(DsaCodes.LANGUAGES).hasSize(184);
  }

  @Test
  void greece_is_GR_as_a_territory_and_EL_as_a_language() {
    assertThat(DsaCodes.tokens(Territory.class)).contains("GR").doesNotContain("EL");
    assertThat(DsaCodes.LANGUAGES).contains("EL").doesNotContain("GR");
  }

  @Test
  void retired_values_are_on_no_list_and_what_replaces_them_is() {
    Set<String> current = new TreeSet<>(DsaCodes.tokens(Category.class));
    current.addAll(DsaCodes.tokens(Keyword.class));

    assertThat(DsaCodes.retired()).isNotEmpty().doesNotContainAnyElementsOf(current);
    assertThat(DsaCodes.retired())
        .allSatisfy(
            retired ->
                assertThat(
                        Stream.of(Objects.requireNonNull(DsaCodes.insteadOf(retired)).split(" "))
                            .filter(word -> word.matches("(STATEMENT_CATEGORY|KEYWORD)_.*")))
                    .as(retired)
                    .isNotEmpty()
                    .isSubsetOf(current));
  }

  private static Map<String, Set<String>> documented() throws IOException {
    Map<String, Set<String>> lists = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(DsaCodesTest.class.getResourceAsStream("dsa-enumerations.txt"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                String[] parts = line.split(": ");
                lists.put(parts[0], Set.of(parts[1].split(" ")));
              });
    }
    return lists;
  }
}
