package io.earshot.policy;

import java.util.Map;

/**
 * A bundle as it was read, with the places of its parts.
 *
 * @param yaml the text
 * @param bundle what it says
 * @param places where the values of keys stand, by path
 */
record BundleText(String yaml, PolicyBundle bundle, Map<String, Place> places) {

  /** A line and a column, from 1. */
  record Place(int line, int column) {
    Finding finding(String message) {
      return new Finding(line, column, message);
    }
  }

  /** The place of something that was read. */
  Place place(String path) {
    Place place = places.get(path);
    if (place == null) {
      throw new IllegalArgumentException("the bundle has no " + path);
    }
    return place;
  }

  static String policy(String id) {
    return "policies/" + id;
  }

  static String limit(String policyId, int number) {
    return policy(policyId) + "/limits/" + number;
  }

  static String rule(String id) {
    return "rules/" + id;
  }

  static String action(String ruleId) {
    return rule(ruleId) + "/then/action";
  }

  static String example(String ruleId, int number) {
    return rule(ruleId) + "/examples/" + number;
  }

  static String given(String ruleId, int number, String variable) {
    return example(ruleId, number) + "/given/" + variable;
  }
}
