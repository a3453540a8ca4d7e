package io.earshot.statement;

/**
 * One thing for which the database would refuse a statement, or for which we do.
 *
 * @param field the database's name of the field
 * @param value what is there, in short; of personal data no more than shows where it is
 * @param limit what is allowed
 * @param remedy what to do
 */
public record StatementFault(String field, String value, String limit, String remedy) {

  /** Code points of a value that a fault shows. */
  private static final int SHOWN = 60;

  static StatementFault of(String field, String value, String limit, String remedy) {
    return new StatementFault(field, inShort(value, SHOWN), limit, remedy);
  }

  /** At most so many code points of a text, with a mark where more follow. */
  static String inShort(String value, int codePoints) {
    return value.codePointCount(0, value.length()) <= codePoints
        ? value
        : value.substring(0, value.offsetByCodePoints(0, codePoints)) + "…";
  }

  @Override
  public String toString() {
    return field + " is " + value + ": " + limit + "; " + remedy;
  }
}
