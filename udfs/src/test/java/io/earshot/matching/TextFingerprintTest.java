package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextFingerprintTest {

  private static final String TEXT =
      "Join our channel today and double your money within one week, guaranteed by our team of"
          + " experts; send the fee to the address below and wait for the answer of our manager,"
          + " who will explain every step to you in person.";
  private static final TextFingerprint KNOWN = TextFingerprint.of(TEXT);

  @Test
  void fingerprint_isWhatItWasWhenThisWasWritten() {
    assertThat(KNOWN.hex()).isEqualTo("1b32a1181c1f3542");
    assertThat(TextFingerprint.ofHex(KNOWN.hex())).isEqualTo(KNOWN.bits());
  }

  @Test
  void caseMarksBlanksAndDisguise_changeNothing() {
    assertThat(distance(TEXT.toUpperCase(java.util.Locale.ROOT))).isZero();
    assertThat(distance(TEXT.replace(' ', '\u00a0').replace(",", " --"))).isZero();
    assertThat(distance(TEXT.replace("o", "o\u200b").replace("money", "m\u03bfney"))).isZero();
  }

  @Test
  void fewWordsChanged_staysWithinTheDistance() {
    assertThat(distance(TEXT.replace("one week", "two weeks")))
        .isBetween(1, TextFingerprint.MATCH_DISTANCE);
    assertThat(distance("Hello! " + TEXT)).isLessThanOrEqualTo(TextFingerprint.MATCH_DISTANCE);
  }

  @Test
  void otherText_isFar() {
    assertThat(
            distance(
                "The second movement begins quietly in the strings, and the winds take up the"
                    + " theme that the cellos left behind, until the brass brings back what the"
                    + " first movement had promised to everybody who listened."))
        .isGreaterThan(2 * TextFingerprint.MATCH_DISTANCE);
  }

  @Test
  void shortText_meansOnlyTheSame() {
    assertThat(TextFingerprint.of("Track 7").reach(TextFingerprint.MATCH_DISTANCE)).isZero();
    assertThat(KNOWN.reach(TextFingerprint.MATCH_DISTANCE))
        .isEqualTo(TextFingerprint.MATCH_DISTANCE);
    assertThat(TextFingerprint.of(" ... ").runs()).isZero();
  }

  @Test
  void anythingButSixteenDigits_isRefused() {
    assertThatThrownBy(() -> TextFingerprint.ofHex("xyz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 hexadecimal digits");
  }

  private static int distance(String text) {
    return TextFingerprint.of(text).distance(KNOWN.bits());
  }
}
