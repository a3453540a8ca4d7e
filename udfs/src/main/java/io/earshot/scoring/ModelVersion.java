package io.earshot.scoring;

import java.io.Serializable;

/**
 * A version of a model: a package.
 *
 * @param id of the model, kept across versions
 * @param version of all that scores depend on
 * @param location URI of the package's folder; empty for the job's own model directory
 * @param digest of the package, so that every task scores with the one that was checked; 64 hex
 *     digits
 */
public record ModelVersion(String id, String version, String location, String digest)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** As decisions name it. */
  public String name() {
    return id + "@" + version;
  }
}
