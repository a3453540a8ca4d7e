package io.earshot.matching;

import io.earshot.intake.ControlStatus;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks changes of banks, each whole, before anything of them is used. */
public final class BankControl implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Set<String> policies;

  /**
   * A check.
   *
   * @param policies ids that an entry may name
   */
  public BankControl(Set<String> policies) {
    this.policies = Set.copyOf(policies);
  }

  /**
   * The answer to whoever published a change; refused with every fault, or accepted.
   *
   * @param known the entries that may end
   */
  ControlStatus check(BankChange change, KnownEntries known) {
    BankEntry entry = change.entry();
    List<String> faults = new ArrayList<>();
    if (change.operation() == BankChange.Operation.ADD) {
      faults.addAll(entry.faults());
      faults.addAll(policyFaults(entry));
      if (entry.until() <= change.takesEffectAt()) {
        faults.add(
            "expiresAt is not after the time at which it is published and takes effect; such an"
                + " entry is never in effect");
      }
    } else {
      named("bankId", entry.bank(), faults);
      named("entryId", entry.entryId(), faults);
      String fault = faults.isEmpty() ? known.faultOf(change) : null;
      if (fault != null) {
        faults.add(fault);
      }
    }
    return ControlStatus.of(change, change.subject(), faults, change.takesEffectAt());
  }

  /** What is wrong with the policy of an entry; empty if nothing is. */
  public List<String> policyFaults(BankEntry entry) {
    return entry.isSafe() || policies.contains(entry.policyId())
        ? List.of()
        : List.of(
            "policyId is "
                + entry.policyId()
                + ", which is not in the taxonomy; leave it empty for what is known to be safe");
  }

  private static void named(String field, String value, List<String> faults) {
    if (value.isBlank()) {
      faults.add(field + " is empty; name the entry that is to end");
    }
  }
}
