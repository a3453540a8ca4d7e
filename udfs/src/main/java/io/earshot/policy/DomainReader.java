package io.earshot.policy;

import io.earshot.id.Sha256;
import io.earshot.intake.Domains;
import io.earshot.policy.BundleNodes.Keys;
import io.earshot.risk.DomainList;
import io.earshot.stats.Hash64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a list of blocked domains. It is refused whole, with every fault and its place.
 *
 * <pre>
 * domains: pharma
 * version: "2026-11-27"
 * blocked: [cheap-pills.com, shop.example.org]
 * </pre>
 *
 * An entry is a registrable domain: what is above it is shared by many, and what is below it is
 * meant with it.
 */
public final class DomainReader {

  private static final String KIND = "list of blocked domains";

  private DomainReader() {}

  /**
   * Reads a list.
   *
   * @param name for messages: a file or an id
   * @throws BundleException with everything that is wrong with it
   */
  public static DomainList read(String name, String yaml) throws BundleException {
    BundleNodes nodes = new BundleNodes();
    Node root = BundleNodes.root(KIND, name, yaml, "domains, version and blocked");
    Keys keys = nodes.keys(root, "domains", "version", "blocked");
    String id = nodes.text(keys, "domains");
    String version = nodes.version(keys, "version");
    Map<Long, String> blocked = new HashMap<>();
    if (!keys.has("blocked")) {
      nodes.fault(root, "blocked is missing; with an empty list, nothing is blocked");
    }
    for (Node node : nodes.optionalSequence(keys, "blocked")) {
      String text = BundleNodes.text(node);
      String domain = text == null ? "" : text.strip();
      String registrable = Domains.registrable(domain);
      if (!domain.contains(".") || !registrable.equals(domain)) {
        nodes.fault(
            node,
            "\""
                + domain
                + "\" is no registrable domain in small letters of ASCII"
                + (registrable.contains(".") ? "; that of it is " + registrable : ""));
      } else if (Domains.isShared(domain)) {
        nodes.fault(node, domain + " is shared by many; name the domains below it");
      } else if (blocked.put(Hash64.of(domain), domain) != null) {
        nodes.fault(node, domain + " is there twice");
      }
    }
    List<Finding> faults = nodes.faults();
    if (!faults.isEmpty()) {
      throw new BundleException(KIND, name, faults.stream().map(Finding::toString).toList());
    }
    return new DomainList(id, version, Sha256.hex(yaml), blocked);
  }
}
