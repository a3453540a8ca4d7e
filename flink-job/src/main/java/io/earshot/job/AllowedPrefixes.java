package io.earshot.job;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * Below which addresses something may be fetched, in any file system that Flink has.
 *
 * <p>An address is compared with the prefixes after normalisation, and refused where it has what
 * means one thing to this check and another to a store: a user, a fragment, a backslash, a control
 * character, dots or slashes in percent code. Links within a store are the store's to forbid.
 *
 * @param option that lists them
 * @param prefixes each with its scheme and a slash at its end; empty for none
 */
public record AllowedPrefixes(String option, List<String> prefixes) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Checks the prefixes.
   *
   * @throws ConfigurationException naming the first that is none
   */
  public AllowedPrefixes {
    prefixes = List.copyOf(prefixes);
    for (String prefix : prefixes) {
      check(option, prefix);
    }
  }

  /**
   * Whether an address is below one of them.
   *
   * @throws URISyntaxException if it is no address
   */
  public boolean allow(String address) throws URISyntaxException {
    URI uri = new URI(address).normalize();
    String text = uri.toString();
    String lower = address.toLowerCase(Locale.ROOT);
    boolean ambiguous =
        uri.getRawUserInfo() != null
            || uri.getRawFragment() != null
            || lower.contains("%2e")
            || lower.contains("%2f")
            || lower.contains("%5c")
            || lower.contains("%00")
            || text.contains("/../");
    return !ambiguous && prefixes.stream().anyMatch(text::startsWith);
  }

  private static void check(String option, String prefix) {
    try {
      URI uri = new URI(prefix);
      if (uri.getScheme() != null
          && prefix.endsWith("/")
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.normalize().toString().equals(prefix)
          // Which normalising leaves where it leads above the root.
          && !List.of(uri.getRawPath().split("/")).contains("..")
          && uri.getScheme().equals(uri.getScheme().toLowerCase(Locale.ROOT))) {
        return;
      }
    } catch (URISyntaxException e) {
      throw new ConfigurationException(
          option + " has \"" + prefix + "\", which is no address: " + e.getMessage(), e);
    }
    throw new ConfigurationException(
        option
            + " has \""
            + prefix
            + "\", but a prefix has a scheme, no user, query or \"..\", and a slash at its end, as"
            + " s3://bucket/folder/");
  }
}
