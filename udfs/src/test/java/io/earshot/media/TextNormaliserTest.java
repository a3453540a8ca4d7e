package io.earshot.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextNormaliserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k i l l|kill",
        "k i l l   y o u now|kill you now",
        "h4te|hate",
        "sh!t and b1tch, $uck|shit and bitch, suck",
        "Ke$ha P!nk|Kesha Pink",
        "he11o n00b|hello noob",
        "haaaaate soooo|haate soo",
        "р\u0430ssword|password",
        "Κill \u03BFf|Kill of",
        "\u043A1ll h\u043E4x|\u043A1ll hoax",
        "ｆｕｌｌ　ｗｉｄｔｈ|full width",
        "\uD835\uDCF1\uD835\uDCEA\uD835\uDCFD\uD835\uDCEE|hate",
        "h\u200Ba\u200Ct\u2060e \u202Eevil\u202C|hate evil",
        "x\uFE0Fy\uDB40\uDD00z|xyz",
      })
  void evasive_spelling_is_undone(String text, String expected) {
    assertThat(TextNormaliser.normalise(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024",
        "mp3 4K S01E04 blink182 b2b covid19",
        "Season4Finale",
        "name@example.com https://www.example.org/a1b/c3d",
        "wait!what",
        "Сказка на ночь, пароль",
        "Καλημέρα Ελλάδα",
        "IT-компания",
        "β-carotene",
        "我 爱 你 们",
        "Henry VIII, part III: xxx www.example.org",
        "I a fan",
        "👩 🎧",
      })
  void honest_spelling_stays(String text) {
    assertThat(TextNormaliser.normalise(text)).isEqualTo(text);
  }

  @Test
  void blanks_become_one_space_each() {
    assertThat(TextNormaliser.normalise(" \t a\u00A0 b\r\n\u3000c d \u2028")).isEqualTo("a b c d");
    assertThat(TextNormaliser.normalise(" \n ")).isEmpty();
  }

  @Test
  void stacked_marks_are_cut_to_the_limit_of_stream_safe_text() {
    String stacked = "q" + "\u0301\u0323".repeat(50_000);

    assertThat(TextNormaliser.normalise(stacked)).hasSize(31);
  }

  @Test
  void no_more_than_the_limit_is_read() {
    String text = "ab ".repeat(TextNormaliser.MAX_CHARS);

    assertThat(TextNormaliser.normalise(text)).hasSizeLessThanOrEqualTo(TextNormaliser.MAX_CHARS);
  }

  @Property
  void any_string_gives_well_formed_compatible_text(@ForAll("anyText") String text) {
    String normalised = TextNormaliser.normalise(text);

    assertThat(normalised.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    assertThat(normalised).doesNotContain("  ").isEqualTo(normalised.strip());
    assertThat(Normalizer.isNormalized(normalised, Normalizer.Form.NFKC)).isTrue();
  }

  @Provide
  Arbitrary<String> anyText() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(200),
        Arbitraries.chars()
            .range('\uD700', '\uE0FF')
            .list()
            .ofMaxSize(60)
            .map(TextNormaliserTest::join),
        Arbitraries.strings().withChars("ab1 4$!@xIаеоα\u200B\u0301").ofMaxLength(60));
  }

  private static String join(List<Character> units) {
    StringBuilder text = new StringBuilder();
    units.forEach(text::append);
    return text.toString();
  }
}
