package io.earshot.policy;

import java.util.List;

/**
 * A bundle, or something that goes with bundles, that cannot be used, with everything that is wrong
 * with it.
 */
public final class BundleException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  /**
   * A refusal.
   *
   * @param name the bundle's file or id
   * @param faults one line each: where, what, what is allowed
   */
  public BundleException(String name, List<String> faults) {
    this("policy bundle", name, faults);
  }

  /**
   * A refusal of something that goes with bundles.
   *
   * @param what it is, for messages
   * @param name its file or id
   * @param faults one line each: where, what, what is allowed
   */
  BundleException(String what, String name, List<String> faults) {
    super(what + " " + name + " is refused:\n  " + String.join("\n  ", faults));
    this.faults = List.copyOf(faults);
  }

  /** One line a fault: where, what, what is allowed. */
  public List<String> faults() {
    return faults;
  }
}
