package io.earshot.job.cli;

import io.earshot.policy.Comparison;
import io.earshot.policy.PolicyTrace;
import io.earshot.policy.PolicyTrace.Alternative;
import io.earshot.policy.PolicyTrace.RuleStep;
import java.util.ArrayList;
import java.util.List;

/** What rules compared, in words. */
final class PlainWords {

  private PlainWords() {}

  /** How a policy came to what it says: its rules, and what was asked of what they ask for. */
  static List<String> steps(PolicyTrace trace) {
    List<String> lines = new ArrayList<>();
    for (RuleStep step : trace.rules()) {
      lines.add(
          "rule "
              + step.ruleId()
              + switch (step.result()) {
                case HELD -> " holds:";
                case DID_NOT_HOLD -> " does not hold:";
                case COULD_NOT_BE_COMPUTED -> " cannot be computed, so a human looks:";
              });
      step.comparisons().forEach(comparison -> lines.add("  " + comparison(comparison)));
    }
    if (trace.decision() == null) {
      lines.add("no rule holds, so the policy says nothing");
      return lines;
    }
    if (trace.decision().asked().isRestriction()) {
      lines.add("what has to be so for " + trace.decision().asked() + " without a human:");
      trace.demands().forEach(demand -> lines.add("  " + demand(demand)));
    }
    lines.add("so it comes to " + trace.outcome() + mode(trace.decision().mode().name()));
    return lines;
  }

  private static String mode(String mode) {
    return mode.equals("SHADOW") ? ", in shadow: nothing follows from it" : "";
  }

  /** A comparison of a rule. */
  static String comparison(Comparison c) {
    return mark(c) + c.variable() + " is " + value(c.value()) + ", asked for is " + needed(c);
  }

  /** A demand of ceilings, evidence, switches or limits. */
  static String demand(Comparison c) {
    if (c.variable().startsWith("limit.entry.")) {
      return mark(c)
          + "the known medium that it matches was found in contents of "
          + c.value()
          + " creators in an hour, and more than "
          + c.threshold()
          + " are doubted";
    }
    if (c.variable().startsWith("limit.")) {
      return mark(c)
          + "limit "
          + c.variable().substring("limit.".length())
          + ": "
          + c.value()
          + " subjects before this one in the period, and "
          + c.threshold()
          + " may be acted upon";
    }
    return mark(c)
        + switch (c.variable()) {
          case "action" -> "ceiling: " + c.value() + " is asked for, permitted is " + c.threshold();
          case "evidence.units" ->
              "pieces of evidence: " + c.value() + " found, at least " + c.threshold() + " needed";
          case "evidence.modalities" ->
              "modalities of the evidence: "
                  + c.value()
                  + " found, at least "
                  + c.threshold()
                  + " needed";
          case "content.language" ->
              "language: it is " + c.value() + ", the policy knows " + c.threshold();
          case "evidence.besideTranscript" ->
              c.held()
                  ? "evidence beside the transcript: there is some"
                  : "evidence beside the transcript: there is none, and a transcript alone removes"
                      + " nothing";
          case "evidence.besideSynthetic" ->
              c.held()
                  ? "evidence beside the synthetic score: there is some"
                  : "evidence beside the synthetic score: there is none, and that score restricts"
                      + " nothing alone";
          case "evidence.missing" -> "answers of models that are missing: " + c.value();
          case "policy.paused" -> "the policy's switch: it was paused";
          default -> c.toString();
        };
  }

  /** A change that would have led to something else. */
  static String alternative(Alternative alternative) {
    return "with "
        + alternative.change()
        + " it would have come to "
        + alternative.action()
        + (alternative.ruleId() == null ? "" : " by rule " + alternative.ruleId());
  }

  private static String mark(Comparison c) {
    return c.held() ? "[yes] " : "[no]  ";
  }

  private static String value(String value) {
    return value.isEmpty() ? "empty" : value;
  }

  private static String needed(Comparison c) {
    return switch (c.operator()) {
          case ">=" -> "at least ";
          case ">" -> "above ";
          case "<=" -> "at most ";
          case "<" -> "below ";
          case "!=" -> "other than ";
          default -> "";
        }
        + value(c.threshold());
  }
}
