package io.earshot.policy;

/**
 * A fraction that a rule computes, such as the sum of two scores. As in CEL, it follows IEEE 754:
 * dividing by zero gives infinity or no number, and never fails. Whole numbers, which can overflow,
 * are left to CEL.
 */
sealed interface Amount {

  /** The value for some facts. */
  double of(Facts facts);

  /** A fraction that is known. */
  record Variable(int slot) implements Amount {
    @Override
    public double of(Facts facts) {
      return facts.fraction(slot);
    }
  }

  /** A whole number that is known, as a fraction. */
  record FromWhole(int slot) implements Amount {
    @Override
    public double of(Facts facts) {
      return (double) facts.whole(slot);
    }
  }

  /** A constant of the rule. */
  record Fixed(double value) implements Amount {
    @Override
    public double of(Facts facts) {
      return value;
    }
  }

  /** One and another. */
  record Sum(Amount left, Amount right) implements Amount {
    @Override
    public double of(Facts facts) {
      return left.of(facts) + right.of(facts);
    }
  }

  /** One less another. */
  record Difference(Amount left, Amount right) implements Amount {
    @Override
    public double of(Facts facts) {
      return left.of(facts) - right.of(facts);
    }
  }

  /** One times another. */
  record Product(Amount left, Amount right) implements Amount {
    @Override
    public double of(Facts facts) {
      return left.of(facts) * right.of(facts);
    }
  }

  /** One by another. */
  record Quotient(Amount left, Amount right) implements Amount {
    @Override
    public double of(Facts facts) {
      return left.of(facts) / right.of(facts);
    }
  }
}
