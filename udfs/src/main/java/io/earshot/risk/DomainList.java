package io.earshot.risk;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Domains to which nobody may link: registrable ones, all of whose hosts are meant.
 *
 * @param id which list
 * @param version which version of it
 * @param digest SHA-256 of its text, 64 hex digits
 * @param domains by the hashes by which links are known
 */
public record DomainList(String id, String version, String digest, Map<Long, String> domains) {

  /** No domains. */
  public static final DomainList NONE = new DomainList("", "", "", Map.of());

  public DomainList {
    domains = new HashMap<>(domains);
  }

  /** How evidence names it. */
  public String name() {
    return id + " " + version;
  }

  /** The domain of a hash, if it is on the list; else null. */
  public @Nullable String find(long hash) {
    return domains.get(hash);
  }
}
