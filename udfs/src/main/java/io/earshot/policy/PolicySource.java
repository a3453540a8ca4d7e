package io.earshot.policy;

import io.earshot.intake.Modality;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A bundle on its way into the graph: its text, and the labels that its rules may ask for. Each
 * subtask compiles it for itself; it was compiled once before, at start, where a fault has somebody
 * to read it.
 *
 * @param name the file, for messages
 * @param yaml the text
 * @param labels labels of the deployed models by modality
 */
public record PolicySource(String name, String yaml, Map<Modality, List<String>> labels)
    implements Serializable {

  public PolicySource {
    labels = new LinkedHashMap<>(labels);
  }

  /** Compiles the bundle. */
  public PolicyEvaluator compile() throws BundleException {
    return compile(name, yaml);
  }

  /** Compiles another bundle that may ask for the same labels. */
  public PolicyEvaluator compile(String otherName, String otherYaml) throws BundleException {
    return PolicyEvaluator.compile(otherName, otherYaml, new Vocabulary(new EnumMap<>(labels)));
  }
}
