package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import io.earshot.testing.TestData;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Domains to which nobody may link: what is refused, what is found, and from when on. */
class BlockedDomainsTest {

  private static final long WINDOW = 10_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          www.pills.com      | "www.pills.com" is no registrable domain; that of it is pills.com
          Pills.com          | "Pills.com" is no registrable domain
          localhost          | "localhost" is no registrable domain
          co.uk              | co.uk is shared by many; name the domains below it
          good.com, good.com | good.com is there twice
          """)
  void what_is_wrong_is_said_with_its_place(String entries, String fault) {
    String yaml = "domains: pharma\nversion: 7\nblocked: [" + entries + "]\n";

    BundleException refused =
        catchThrowableOfType(BundleException.class, () -> DomainReader.read("test", yaml));

    assertThat(refused.faults())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.replace(" in small letters of ASCII", ""))
                    .matches("3:\\d+: .*")
                    .contains(fault));
  }

  @Test
  void a_link_to_a_listed_domain_is_found_at_once_from_the_time_of_the_list_on() throws Exception {
    PolicyBook book = TestData.book(TestData.detectorsText());
    book.enter(domains("second", "8", "other.com", T0 + 30));
    book.enter(domains("first", "7", "pills.com", T0 + 10));

    Map<String, Map<String, String>> facts =
        judge(
            book,
            links("before", T0 + 9, "pills.com"),
            links("listed", T0 + 10, "good.com", "buy.pills.com"),
            links("double", T0 + 11, "pills.com.good.org"),
            links("after", T0 + 30, "pills.com"));

    assertThat(facts.get("listed"))
        .containsEntry("creator.detectors.D11.fired", "true")
        .containsEntry("creator.detectors.D11.events", "1")
        .containsEntry("creator.detectors.D11.blocked", "1")
        .containsEntry("creator.detectors.D11.blockedDomains", TextList.write(List.of("pills.com")))
        .containsEntry("creator.detectors.D11.blockedBy", TextList.write(List.of("pharma 7")));
    for (String other : List.of("before", "double", "after")) {
      assertThat(facts.get(other)).as(other).doesNotContainKey("creator.detectors.D11.fired");
    }
  }

  private static PolicyChange domains(String id, String version, String domain, long from) {
    return new PolicyChange(
        id,
        PolicyChange.Operation.DOMAINS,
        "{domains: pharma, version: " + version + ", blocked: [" + domain + "]}",
        "",
        from,
        T0);
  }

  private static Activity links(String id, long time, String... hosts) {
    return TestData.linking(id, time, TestData.text("hate", 0.1), hosts);
  }

  private static Map<String, Map<String, String>> judge(PolicyBook book, Activity... events) {
    Judging.Result judged =
        Judging.judge("creator-1", new CreatorProfile(), book, T0 + WINDOW, List.of(events));
    Map<String, Map<String, String>> facts = new TreeMap<>();
    judged.judgements().forEach(one -> facts.put(one.eventId(), named(one.facts())));
    judged.audits().forEach(one -> facts.put(one.triggerEventId(), named(one.facts())));
    return facts;
  }

  private static Map<String, String> named(List<Facts.Fact> facts) {
    Map<String, String> named = new TreeMap<>();
    facts.forEach(fact -> named.put(fact.name(), fact.value()));
    return named;
  }
}
