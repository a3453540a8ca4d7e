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
        "k.i.l.l them, s-t-u-p-i-d, d_i_e|kill them, stupid, die",
        "f**k, f*cking b*tches and an a**hole|fuck, fucking bitches and an asshole",
        "h8 you, m8|hate you, mate",
        "b17ch and ni66a|bitch and nigga",
        "you \u0430\u0440\u0435 dirt|you ape dirt",
        "s\u0336t\u0336u\u0336p\u0336i\u0336d|stupid",
        "\u1D0B\u026A\u029F\u029F|kill",
        "no!!!!!!! ======|no!!! ===",
        "h\u20ACll|hell",
      })
  void evasive_spelling_is_undone(String text, String expected) {
    assertThat(TextNormaliser.normalise(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "you \uD83D\uDC12|you monkey",
        "\uD83D\uDC69\uD83C\uDFFF|woman dark skin tone",
        "a\uD83D\uDE02\uD83D\uDE02\uD83D\uDE02\uD83D\uDE02b|a face with tears of joy face with"
            + " tears of joy b",
        "\uD83D\uDC69\u200D\u2764\uFE0F\u200D\uD83D\uDC8B\u200D\uD83D\uDC69|kiss woman woman",
        "\uD83E\uDDD4\uD83C\uDFFD\u200D\u2642\uFE0F!|man beard medium skin tone !",
        "\uD83C\uDDE9\uD83C\uDDEA|flag Germany",
        "\uD83C\uDDED\uD83C\uDDE6\uD83C\uDDF9\uD83C\uDDEA|HATE",
        "\uD83C\uDD71\uFE0Fitch|Bitch",
        "I \u2764\uFE0F this|I red heart this",
        "1\uFE0F\u20E3 \u2122|1 TM",
      })
  void emoji_become_words(String text, String expected) {
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
        "1.2.3 24/7 a/b AC/DC e.g. well-known 3 * 4 note*",
        "Season 1, S20FE, i18n",
      })
  void honest_spelling_stays(String text) {
    assertThat(TextNormaliser.normalise(text)).isEqualTo(text);
  }

  @Test
  void blanks_become_one_space_each() {
    assertThat(TextNormaliser.normalise(" \t so\u00A0 it\r\n\u3000goes on \u2028"))
        .isEqualTo("so it goes on");
    assertThat(TextNormaliser.normalise(" \n ")).isEmpty();
  }

  @Property
  void what_is_normalised_stays(@ForAll("anyText") String text) {
    String once = TextNormaliser.normalise(text);

    assertThat(TextNormaliser.normalise(once)).isEqualTo(once);
  }

  @Property
  void a_text_grows_within_bounds(@ForAll("anyText") String text) {
    assertThat(TextNormaliser.normalise(text).length()).isLessThanOrEqualTo(64 * text.length());
  }

  @Test
  void a_text_of_emoji_is_cut_at_the_limit() {
    String text = "\uD83D\uDE02\uD83D\uDE00".repeat(TextNormaliser.MAX_CHARS / 4);

    assertThat(TextNormaliser.normalise(text)).hasSizeLessThanOrEqualTo(TextNormaliser.MAX_CHARS);
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
        Arbitraries.strings().withChars("ab1 4$!@xIаеоα\u200B\u0301").ofMaxLength(60),
        Arbitraries.strings().withChars("fuck.-*_ 8616\u0336\u1D00").ofMaxLength(60),
        Arbitraries.of(
                "\uD83D\uDC69",
                "\uD83C\uDFFF",
                "\u200D",
                "\u2764",
                "\uFE0F",
                "\uD83C\uDDE9",
                "a",
                "8 ",
                "\uD83C\uDD70",
                "*",
                "\u20E3",
                " ")
            .list()
            .ofMaxSize(30)
            .map(parts -> String.join("", parts)));
  }

  private static String join(List<Character> units) {
    StringBuilder text = new StringBuilder();
    units.forEach(text::append);
    return text.toString();
  }
}
