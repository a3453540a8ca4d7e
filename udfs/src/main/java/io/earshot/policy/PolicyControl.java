package io.earshot.policy;

import io.earshot.intake.ControlStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks changes of the policies, each whole, before anything of them is used. */
public final class PolicyControl {

  /**
   * What became of a change.
   *
   * @param accepted the change, if it is to take effect; else null
   * @param status the answer to whoever published it
   */
  public record Answer(@Nullable PolicyChange accepted, ControlStatus status) {}

  private final PolicySource source;

  public PolicyControl(PolicySource source) {
    this.source = source;
  }

  /** Checks a change. */
  public Answer check(PolicyChange change) {
    List<String> faults = new ArrayList<>();
    String subject =
        switch (change.operation()) {
          case BUNDLE -> bundle(change, faults);
          case PRIORS ->
              text(change, "priors", (name, yaml) -> PriorReader.read(name, yaml).name(), faults);
          case DOMAINS ->
              text(change, "domains", (name, yaml) -> DomainReader.read(name, yaml).name(), faults);
          case PAUSE, RESUME -> policy(change, faults);
          case QUARANTINE ->
              throw new IllegalArgumentException(
                  change.eventId() + " is a quarantine, which nobody can publish");
        };
    return new Answer(
        faults.isEmpty() ? change : null,
        ControlStatus.of(change, subject, faults, change.takesEffectAt()));
  }

  private String bundle(PolicyChange change, List<String> faults) {
    namesNoPolicy(change, "a bundle replaces all policies", faults);
    try {
      BundleRef bundle = source.compile(change.eventId(), change.yaml()).bundle();
      return "bundle " + bundle.id() + " " + bundle.version();
    } catch (BundleException e) {
      faults.addAll(e.faults());
      return change.subject();
    }
  }

  /** Reads a text and says what it calls itself. */
  @FunctionalInterface
  private interface Reading {
    String of(String name, String yaml) throws BundleException;
  }

  private static String text(
      PolicyChange change, String what, Reading reading, List<String> faults) {
    namesNoPolicy(change, what + " are of all of them", faults);
    try {
      return what + " " + reading.of(change.eventId(), change.yaml());
    } catch (BundleException e) {
      faults.addAll(e.faults());
      return what + " of " + change.eventId();
    }
  }

  private static void namesNoPolicy(PolicyChange change, String why, List<String> faults) {
    if (!change.policyId().isEmpty()) {
      faults.add("policyId is " + change.policyId() + "; " + why + ", leave policyId empty");
    }
  }

  private static String policy(PolicyChange change, List<String> faults) {
    if (!change.yaml().isEmpty()) {
      faults.add(
          "bundle is not empty; a switch changes no rule, publish the bundle in a record of its"
              + " own");
    }
    if (!change.policyId().isEmpty() && Taxonomy.find(change.policyId()) == null) {
      faults.add(
          "policyId is "
              + change.policyId()
              + ", which is not in the taxonomy; known are "
              + Taxonomy.entries().keySet());
    }
    return change.subject();
  }
}
