package io.earshot.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.policy.BundleRef;
import io.earshot.policy.PolicyTrace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An explanation of a record, as text and as JSON. Not thread-safe. */
final class Explanation {

  /** Lines under a heading. */
  private record Section(String title, List<String> lines) {}

  private final String title;
  private final BundleRef bundle;
  private final Map<String, String> ids = new TreeMap<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<PolicyTrace> traces = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private int compared;

  Explanation(String title, BundleRef bundle) {
    this.title = title;
    this.bundle = bundle;
  }

  void id(String name, String id) {
    ids.put(name, id);
  }

  void section(String heading, List<String> lines) {
    if (!lines.isEmpty()) {
      sections.add(new Section(heading, List.copyOf(lines)));
    }
  }

  void trace(PolicyTrace trace) {
    traces.add(trace);
  }

  /** Says what a recomputation found. */
  void compare(String what, Object recorded, Object recomputed) {
    compared++;
    if (!recorded.equals(recomputed)) {
      differences.add(what + ": recorded is " + recorded + ", recomputed is " + recomputed);
    }
  }

  /** Whether all that could be recomputed came out as it is recorded. */
  boolean agrees() {
    return differences.isEmpty();
  }

  void print(PrintWriter out) {
    out.println(title);
    out.println(
        "decided by bundle "
            + bundle.id()
            + " version "
            + bundle.version()
            + " (SHA-256 "
            + bundle.digest().substring(0, Math.min(12, bundle.digest().length()))
            + "…)");
    for (Section section : sections) {
      out.println();
      out.println(section.title());
      section.lines().forEach(line -> out.println("  " + line));
    }
    out.println();
    if (!agrees()) {
      out.println("Recomputed, it does NOT come out as recorded:");
      differences.forEach(line -> out.println("  " + line));
    } else if (compared > 0) {
      out.println("Recomputed from its audit record, it comes out as recorded.");
    } else {
      out.println("There is nothing to recompute: no rule decided it.");
    }
  }

  ObjectNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("title", title);
    ids.forEach(root::put);
    root.set("bundle", mapper.valueToTree(bundle));
    root.put("recomputed", compared > 0);
    root.put("agrees", agrees());
    root.set("differences", mapper.valueToTree(differences));
    ArrayNode policies = root.putArray("policies");
    for (PolicyTrace trace : traces) {
      ObjectNode policy = policies.addObject();
      policy.put("policy", trace.policy().id());
      policy.put("outcome", trace.outcome().name());
      if (trace.decision() != null) {
        policy.put("rule", trace.decision().ruleId());
        policy.put("mode", trace.decision().mode().name());
        policy.put("asked", trace.decision().asked().name());
      }
      policy.set("rules", mapper.valueToTree(trace.rules()));
      policy.set("demands", mapper.valueToTree(trace.demands()));
      policy.set("alternatives", mapper.valueToTree(trace.alternatives()));
    }
    ArrayNode texts = root.putArray("explanation");
    for (Section section : sections) {
      texts
          .addObject()
          .put("heading", section.title())
          .set("lines", mapper.valueToTree(section.lines()));
    }
    return root;
  }
}
