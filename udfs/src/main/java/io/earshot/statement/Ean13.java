package io.earshot.statement;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The article number of a release: 13 digits, the last of them a check digit (GS1). */
final class Ean13 {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{13}");
  private static final Pattern UPC = Pattern.compile("[0-9]{12}");

  private Ean13() {}

  /** The number of a UPC or EAN, a UPC with the zero in front that makes it an EAN; else null. */
  static @Nullable String of(@Nullable String number) {
    if (number == null) {
      return null;
    }
    String padded = UPC.matcher(number).matches() ? "0" + number : number;
    return isValid(padded) ? padded : null;
  }

  /** Whether it has 13 digits and the last one is right. */
  static boolean isValid(String number) {
    return hasForm(number) && checkDigit(number) == number.charAt(12) - '0';
  }

  /** Whether it has 13 digits. */
  static boolean hasForm(String number) {
    return DIGITS.matcher(number).matches();
  }

  /** The digit that makes the sum of all, every second one counted three times, end in zero. */
  static int checkDigit(String number) {
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += (number.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return (10 - sum % 10) % 10;
  }
}
