package io.earshot.policy;

import org.jspecify.annotations.Nullable;

/** The operators of comparisons. */
enum Operator {
  EQUAL("==", "_==_"),
  UNEQUAL("!=", "_!=_"),
  BELOW("<", "_<_"),
  AT_MOST("<=", "_<=_"),
  ABOVE(">", "_>_"),
  AT_LEAST(">=", "_>=_");

  private final String symbol;
  private final String function;

  Operator(String symbol, String function) {
    this.symbol = symbol;
    this.function = function;
  }

  /** As a rule writes it. */
  String symbol() {
    return symbol;
  }

  /** The operator behind a function of CEL; null if it is no comparison. */
  static @Nullable Operator of(String function) {
    for (Operator operator : values()) {
      if (operator.function.equals(function)) {
        return operator;
      }
    }
    return null;
  }

  /** The operator that holds where this one does not. */
  Operator negated() {
    return switch (this) {
      case EQUAL -> UNEQUAL;
      case UNEQUAL -> EQUAL;
      case BELOW -> AT_LEAST;
      case AT_MOST -> ABOVE;
      case ABOVE -> AT_MOST;
      case AT_LEAST -> BELOW;
    };
  }

  /** The operator that says the same with its sides exchanged. */
  Operator mirrored() {
    return switch (this) {
      case EQUAL, UNEQUAL -> this;
      case BELOW -> ABOVE;
      case AT_MOST -> AT_LEAST;
      case ABOVE -> BELOW;
      case AT_LEAST -> AT_MOST;
    };
  }

  /** Whether it holds of two fractions. */
  boolean compare(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case UNEQUAL -> left != right;
      case BELOW -> left < right;
      case AT_MOST -> left <= right;
      case ABOVE -> left > right;
      case AT_LEAST -> left >= right;
    };
  }

  /** Whether it only bounds from above, so that little of something meets it too. */
  boolean boundsFromAboveOnly() {
    return this == BELOW || this == AT_MOST;
  }
}
