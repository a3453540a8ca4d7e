package io.earshot.policy;

/**
 * Finds the place in a bundle's text of a place in a condition.
 *
 * <p>YAML folds lines, strips indentation and quotes, so a line and column of the condition are
 * none of the file. But it keeps the order of everything that is not white space; the place of the
 * n-th such character of the condition is that of the n-th in the file.
 */
final class ConditionPlace {

  private ConditionPlace() {}

  /**
   * The line and column in the file, from 1; those of the condition's start if it cannot be
   * followed, as with escapes in double quotes.
   *
   * @param line within the condition, from 1
   * @param column within that line, from 1
   */
  static int[] of(String yaml, PolicyBundle.Rule rule, int line, int column) {
    int[] start = {rule.line(), rule.column()};
    int at = content(yaml, offset(yaml, rule.line(), rule.column()));
    int wanted = solid(rule.condition(), offset(rule.condition(), line, column));
    String condition = rule.condition().replaceAll("\\s", "");
    for (int matched = 0; at < yaml.length(); at++) {
      char c = yaml.charAt(at);
      if (Character.isWhitespace(c)) {
        continue;
      }
      if (matched == wanted) {
        return place(yaml, at);
      }
      if (matched == condition.length() || c != condition.charAt(matched)) {
        return start;
      }
      matched++;
      if (c == '\''
          && at + 1 < yaml.length()
          && yaml.startsWith("\'\'", at)
          && matched < wanted
          && condition.charAt(matched) != '\'') {
        at++;
      }
    }
    return start;
  }

  /** Behind a quote or the header of a block. */
  private static int content(String yaml, int at) {
    char first = at < yaml.length() ? yaml.charAt(at) : ' ';
    if (first == '|' || first == '>') {
      int end = yaml.indexOf('\n', at);
      return end < 0 ? yaml.length() : end + 1;
    }
    return first == '"' || first == '\'' ? at + 1 : at;
  }

  private static int offset(String text, int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        return text.length();
      }
      at = end + 1;
    }
    return Math.min(text.length(), at + column - 1);
  }

  /** How many characters before an offset are not white space. */
  private static int solid(String text, int offset) {
    return (int) text.substring(0, offset).chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  private static int[] place(String text, int offset) {
    int line = 1;
    int start = 0;
    for (int end = text.indexOf('\n');
        end >= 0 && end < offset;
        end = text.indexOf('\n', end + 1)) {
      line++;
      start = end + 1;
    }
    return new int[] {line, offset - start + 1};
  }
}
