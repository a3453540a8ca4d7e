package io.earshot.policy;

/**
 * One comparison that a rule made, so that a reader can redo it.
 *
 * @param variable left side, as the rule writes it
 * @param operator one of {@code == != < <= > >=}
 * @param threshold right side
 * @param value what the left side was
 * @param held whether the comparison held
 */
public record Comparison(
    String variable, String operator, String threshold, String value, boolean held) {

  @Override
  public String toString() {
    return variable + " " + value + (held ? " is " : " is not ") + operator + " " + threshold;
  }
}
