package io.earshot.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.statement.PersonalDataLint.Hit;
import io.earshot.statement.PersonalDataLint.Kind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not be published, and what must not be taken for it. */
class PersonalDataLintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EMAIL       | write to jane.doe+x@mail.example.co.uk today
          EMAIL       | jane@localhost
          EMAIL       | jane (at) example.org
          EMAIL       | jane [AT] example
          EMAIL       | jane＠example.org
          EMAIL       | ja\u200Bne@exam\u200Bple.org
          HANDLE      | posted by @jane_doe
          HANDLE      | (@jane)
          HANDLE      | @ja
          PROFILE_URL | https://jane:secret@example.org/x
          PROFILE_URL | https://example.org/user/jane
          PROFILE_URL | https://example.org/Users/jane?tab=1
          PROFILE_URL | https://example.org/~jane
          PROFILE_URL | https://video.example/@jane
          PROFILE_URL | https://open.example.com/artist/4Z8W4fKeB5YxbusRsdQVPb
          PROFILE_URL | see instagram.com/jane
          PROFILE_URL | www.x.com/jane
          PROFILE_URL | t.me/jane
          IP_ADDRESS  | from 192.168.1.17.
          IP_ADDRESS  | 8.8.8.8
          IP_ADDRESS  | 2001:0db8:85a3:0000:0000:8a2e:0370:7334
          IP_ADDRESS  | 2001:db8::1
          IP_ADDRESS  | from ::1
          NUMBER      | call +43 660 1234567
          NUMBER      | call +1 (555) 010-9999
          NUMBER      | call 0660/1234567
          NUMBER      | call 555.123.4567
          NUMBER      | 030 1234567
          NUMBER      | 4111 1111 1111 1111
          NUMBER      | 5551234
          NUMBER      | ５５５１２３４
          IDENTIFIER  | 9b2f1c1e-1f0a-4c57-8c4e-3f0a5f9f2d11
          IDENTIFIER  | the creator_77
          IDENTIFIER  | account:ab12
          IDENTIFIER  | Reporter#4
          IDENTIFIER  | user-x9
          IDENTIFIER  | by cr-7f3a91.
          IDENTIFIER  | by CR-7F3A91
          """)
  void what_looks_personal_is_found(Kind kind, String text) {
    assertThat(PersonalDataLint.hits(text, List.of("cr-7f3a91")))
        .extracting(Hit::kind)
        .contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Policy HAT.HATE (hate on protected characteristics), version 2026.11.1.",
        "text.hate is 0.973 (the rule: at least 0.95); creator.uploads24h is 120.",
        "It ends on 2026-03-01 and began on 1.2.2026.",
        "Regulation (EU) 2022/2065, article 17(3)(b) and Regulation (EU) 2021/784",
        "Directive 2000/31/EC, Regulation (EC) No 726/2004",
        "in the years 2024-2026",
        "18 U.S.C. 2258A",
        "Section 130 of the German Criminal Code",
        "https://eur-lex.europa.eu/eli/reg/2022/2065/oj",
        "https://earshot.example/policies/hate#version-3",
        "creators, accounts and users; user-generated; account-based; artist page",
        "scale 1:2, ratio 12:30:45",
        "strikes.community, creator.mass.HAT",
        "e.g. 5 @ 3",
        "netflix.com/title and text.me/any",
        "model text-safety 1.0.0",
        "300.1.1.1 is no address"
      })
  void what_is_ordinary_is_left_alone(String text) {
    assertThat(PersonalDataLint.hits(text, List.of("cr-7f3a91", "", "abc"))).isEmpty();
  }

  @Property
  void mail_address_is_found_wherever_it_stands(
      @ForAll("names") String local, @ForAll("names") String domain, @ForAll("gaps") String gap) {
    assertFound("The text" + gap + local + "@" + domain + ".example" + gap + "and on", Kind.EMAIL);
  }

  @Property
  void telephone_number_is_found_however_it_is_grouped(@ForAll("phones") String phone) {
    assertFound("Call " + phone + ", please", Kind.NUMBER);
  }

  @Property
  void address_of_a_machine_is_found(
      @ForAll @IntRange(max = 255) int a,
      @ForAll @IntRange(max = 255) int b,
      @ForAll @IntRange(max = 255) int c,
      @ForAll @IntRange(max = 255) int d,
      @ForAll("gaps") String gap) {
    assertFound("from" + gap + a + "." + b + "." + c + "." + d + gap + "on", Kind.IP_ADDRESS);
  }

  @Property
  void handle_is_found(@ForAll("names") String name, @ForAll("gaps") String gap) {
    assertFound("by" + gap + "@" + name + gap + "again", Kind.HANDLE);
  }

  @Property
  void id_of_the_case_is_found_as_a_word_and_not_within_one(
      @ForAll("names") String name, @ForAll("gaps") String gap) {
    String id = "zq" + name;
    assertThat(PersonalDataLint.hits("by" + gap + id + gap + "again", List.of(id)))
        .extracting(Hit::kind)
        .contains(Kind.IDENTIFIER);
    assertThat(PersonalDataLint.hits("bya" + id + "again", List.of(id)))
        .extracting(Hit::kind)
        .doesNotContain(Kind.IDENTIFIER);
  }

  @Property
  void lint_ends_on_any_text(@ForAll @StringLength(max = 5_000) String text) {
    assertThat(PersonalDataLint.hits(text, List.of("cr-7f3a91"))).isNotNull();
    assertThat(PersonalDataLint.hitsInUrl(text, List.of("cr-7f3a91"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "1", "1 ", "@", "a@", "a.", "/", ":", "::", "f:", "-", "(", "[", "/user/"})
  void lint_takes_no_longer_for_repetition(String piece) {
    String text = piece.repeat(5_000 / piece.length());

    long start = System.nanoTime();
    PersonalDataLint.hits(text, List.of("cr-7f3a91"));

    assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(2);
  }

  private static void assertFound(String text, Kind kind) {
    assertThat(PersonalDataLint.hits(text, List.of()))
        .as(text)
        .extracting(Hit::kind)
        .contains(kind);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(2).ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> gaps() {
    return Arbitraries.of(" ", ", ", " (", "; ", "\n", " \"");
  }

  @Provide
  Arbitrary<String> phones() {
    Arbitrary<String> group = Arbitraries.strings().numeric().ofMinLength(3).ofMaxLength(5);
    Arbitrary<String> separator = Arbitraries.of(" ", "-", ".", "/", "", " - ");
    return Combinators.combine(Arbitraries.of("", "+"), group, separator, group, group)
        .as(
            (plus, first, between, second, third) ->
                plus + "7" + first + between + "6" + second + between + third);
  }
}
