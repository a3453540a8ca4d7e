package io.earshot.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.intake.ContentKind;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Taxonomy;
import io.earshot.statement.DsaCodes.AccountType;
import io.earshot.statement.StatementFacts.Actor;
import io.earshot.statement.StatementFacts.Basis;
import io.earshot.statement.StatementFacts.Change;
import io.earshot.statement.StatementFacts.Decider;
import io.earshot.statement.StatementFacts.Detection;
import io.earshot.statement.StatementFacts.Finding;
import io.earshot.statement.StatementFacts.Ground;
import io.earshot.statement.StatementFacts.Material;
import io.earshot.statement.StatementFacts.Medium;
import io.earshot.statement.StatementFacts.Origin;
import io.earshot.statement.StatementFacts.Path;
import io.earshot.statement.StatementFacts.Restricted;
import io.earshot.statement.StatementFacts.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every case, however odd. */
class StatementPropertiesTest {

  private static final long FIRST = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("2037-12-31T23:59:59Z").toEpochMilli();

  private static final List<String> TERRITORIES =
      List.of("AT", "BE", "GR", "FR", "IS", "NO", "US", "GB", "BR", "CH");

  /** What a rule, a model or a bug could put where a plain word belongs. */
  private static final List<String> WORDS =
      List.of(
          "hate",
          "title",
          "0.973",
          "120",
          "-1",
          "",
          "12345678",
          "2.3333333333333335",
          "jane@example.com",
          "+43 660 1234567",
          "10.0.0.1",
          "@jane",
          "https://x.com/jane",
          "Jane Doe",
          "naïve",
          "'en'",
          "\"und\"",
          "x".repeat(200),
          "🎧");

  @Property
  void statement_that_is_built_is_valid(@ForAll("cases") StatementFacts facts) {
    if (StatementBuilder.build(facts) instanceof Statement statement) {
      assertThat(StatementValidator.faults(statement, facts.pseudonyms())).isEmpty();
    }
  }

  @Property
  void same_facts_give_the_same_statement_and_the_same_json(@ForAll("cases") StatementFacts facts) {
    StatementOutcome first = StatementBuilder.build(facts);

    assertThat(StatementBuilder.build(facts)).isEqualTo(first);
    if (first instanceof Statement statement) {
      assertThat(StatementJson.of(statement).toString())
          .isEqualTo(StatementJson.of(statement).toString());
      assertThat(statement.puid())
          .isEqualTo("sor-v1-" + facts.decisionId() + "-" + facts.restrictionSeq());
    }
  }

  @Property
  void no_id_of_a_person_shows_anywhere(@ForAll("cases") StatementFacts facts) {
    if (StatementBuilder.build(facts) instanceof Statement statement) {
      String json = StatementJson.of(statement).toString();
      for (String pseudonym : facts.pseudonyms()) {
        assertThat(json).doesNotContain(pseudonym);
      }
    }
  }

  @Property
  void json_has_nothing_absent_in_it_and_is_sent_as_it_is(@ForAll("cases") StatementFacts facts) {
    if (StatementBuilder.build(facts) instanceof Statement statement) {
      ObjectNode json = StatementJson.of(statement);

      assertThat(StatementJson.sendable(json)).isEqualTo(json);
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        assertThat(field.getValue().isNull()).as(field.getKey()).isFalse();
      }
    }
  }

  @Property
  void case_with_a_restriction_within_the_eea_and_no_exemption_has_a_statement(
      @ForAll("cases") StatementFacts facts) {
    boolean owed =
        facts.change() == Change.IMPOSED
            && facts.contactKnown()
            && !facts.deceptiveHighVolume()
            && !(facts.origin().source() == Source.AUTHORITY_ORDER && facts.origin().article9())
            && facts.restrictions().stream()
                .anyMatch(
                    r ->
                        r.action().isRestriction()
                            && (r.territories().isEmpty()
                                || r.territories().stream()
                                    .anyMatch(t -> DsaCodes.Territory.find(t) != null)));

    assertThat(StatementBuilder.build(facts) instanceof Statement).isEqualTo(owed);
  }

  @Provide
  Arbitrary<StatementFacts> cases() {
    return Arbitraries.randomValue(StatementPropertiesTest::draw);
  }

  private static StatementFacts draw(Random random) {
    List<String> pseudonyms =
        List.of(
            "cr-" + Integer.toHexString(random.nextInt() | 0x1000_0000),
            "rep" + random.nextLong(1L << 40) + "x");
    boolean illegal = random.nextInt(4) == 0;
    return new StatementFacts(
        new UUID(random.nextLong(), random.nextLong()).toString(),
        random.nextInt(6),
        random.nextInt(10) == 0 ? pick(Change.values(), random) : Change.IMPOSED,
        restrictions(random),
        new Basis(
            policy(random),
            drawn(3, random, StatementPropertiesTest::policy),
            illegal ? Ground.ILLEGAL : Ground.TERMS,
            illegal ? "Article 5 of Directive 2011/93/EU" : null,
            random.nextInt(3) == 0 ? random.nextBoolean() : null),
        new Origin(
            pick(Source.values(), random),
            random.nextBoolean(),
            random.nextBoolean() ? "Hotline of Austria" : null,
            pick(Detection.values(), random)),
        new Decider(pick(Actor.values(), random), random.nextBoolean()),
        new Material(
            random.nextInt(5) == 0 ? null : pick(ContentKind.values(), random),
            drawn(3, random, r -> pick(Medium.values(), r)),
            random.nextBoolean(),
            pick(List.of("en", "el-GR", "und", "zh-Hant", "x", "", "sv"), random),
            FIRST + random.nextLong(LAST - FIRST),
            random.nextBoolean()
                ? null
                : pick(List.of("4006381333931", "036000291452", "1"), random),
            random.nextBoolean() ? null : pick(AccountType.values(), random)),
        new Path(
            drawn(60, random, r -> comparison(r, pseudonyms)),
            drawn(
                60,
                random,
                r ->
                    new Finding(
                        pick(Medium.values(), r),
                        word(r, pseudonyms),
                        word(r, pseudonyms),
                        r.nextDouble()))),
        random.nextInt(10) != 0,
        random.nextInt(10) == 0,
        pseudonyms);
  }

  private static List<Restricted> restrictions(Random random) {
    return drawn(
        4,
        random,
        r -> {
          long from = FIRST + r.nextLong(LAST - FIRST);
          return new Restricted(
              pick(ActionType.values(), r),
              from,
              // No end lies before the beginning of another restriction of the case: a decision
              // imposes all of them at once.
              r.nextBoolean() ? null : LAST + r.nextLong(1L << 40),
              drawn(3, r, t -> pick(TERRITORIES, t)),
              drawn(2, r, t -> pick(List.of("recs", "search", "catalog"), t)));
        });
  }

  private static PolicyRef policy(Random random) {
    return new PolicyRef(
        pick(List.copyOf(Taxonomy.entries().keySet()), random),
        pick(List.of("1", "2026.11.1", "", "draft of Jane"), random),
        2,
        pick(List.of("https://earshot.example/policies/hate", "", "clause 4"), random));
  }

  private static Comparison comparison(Random random, List<String> pseudonyms) {
    return new Comparison(
        random.nextBoolean() ? "creator.uploads24h" : word(random, pseudonyms),
        pick(List.of(">=", ">", "<", "<=", "==", "!=", "~"), random),
        word(random, pseudonyms),
        word(random, pseudonyms),
        random.nextBoolean());
  }

  private static String word(Random random, List<String> pseudonyms) {
    return random.nextInt(4) == 0 ? pick(pseudonyms, random) : pick(WORDS, random);
  }

  private static <T> List<T> drawn(
      int most, Random random, java.util.function.Function<Random, T> one) {
    List<T> all = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      all.add(one.apply(random));
    }
    return all;
  }

  private static <T> T pick(T[] of, Random random) {
    return of[random.nextInt(of.length)];
  }

  private static <T> T pick(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
