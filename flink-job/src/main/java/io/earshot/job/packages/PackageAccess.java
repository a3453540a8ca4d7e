package io.earshot.job.packages;

import io.earshot.job.AllowedPrefixes;
import io.earshot.job.ConfigurationException;
import io.earshot.job.EarshotOptions;
import java.io.Serializable;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;

/**
 * Which model packages are fetched, and where they are kept.
 *
 * @param allowed where they may lie
 * @param maxBytes of a package, all files together
 * @param cache directory of each machine in which they are kept
 */
public record PackageAccess(AllowedPrefixes allowed, long maxBytes, String cache)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Reads the options that start with {@code scoring.packages}.
   *
   * @throws ConfigurationException naming the first that is wrong
   */
  public static PackageAccess of(Configuration options) {
    try {
      long maxBytes = options.get(EarshotOptions.PACKAGES_MAX_BYTES).getBytes();
      if (maxBytes < 1) {
        throw new ConfigurationException(
            EarshotOptions.PACKAGES_MAX_BYTES.key()
                + " is "
                + maxBytes
                + "; it must be at least 1");
      }
      String cache = options.get(EarshotOptions.PACKAGES_CACHE);
      return new PackageAccess(
          new AllowedPrefixes(
              EarshotOptions.PACKAGES_ALLOWED_PREFIXES.key(),
              options.get(EarshotOptions.PACKAGES_ALLOWED_PREFIXES)),
          maxBytes,
          cache == null
              ? Path.of(System.getProperty("java.io.tmpdir"), "earshot-model-packages").toString()
              : cache);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("scoring.packages: " + e.getMessage(), e);
    }
  }
}
