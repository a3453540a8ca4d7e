package io.earshot.risk;

import java.util.List;
import java.util.Map;

/** The values that a bundle gives the parameters of one detector. */
public final class Parameters {

  private final Parameter[] names;
  private final double[] values;

  /**
   * Values of parameters.
   *
   * @param values in the order of the parameters; durations in milliseconds
   */
  public Parameters(List<Parameter> parameters, double... values) {
    if (parameters.size() != values.length) {
      throw new IllegalArgumentException(
          parameters.size() + " parameters have " + values.length + " values");
    }
    this.names = parameters.toArray(Parameter[]::new);
    this.values = values.clone();
  }

  /** The value of a parameter of the detector. */
  @SuppressWarnings("ReferenceEquality") // parameters are constants, and this is asked all the time
  public double get(Parameter parameter) {
    for (int i = 0; i < names.length; i++) {
      if (names[i] == parameter) {
        return values[i];
      }
    }
    throw new IllegalArgumentException(parameter.name() + " is no parameter of this detector");
  }

  /** The value of a count or a duration. */
  public long whole(Parameter parameter) {
    return (long) get(parameter);
  }

  /**
   * These values, with others for some of the parameters.
   *
   * @param others by name; durations in milliseconds
   */
  Parameters with(Map<String, Double> others) {
    double[] changed = values.clone();
    for (int i = 0; i < names.length; i++) {
      changed[i] = others.getOrDefault(names[i].name(), values[i]);
    }
    return new Parameters(List.of(names), changed);
  }
}
