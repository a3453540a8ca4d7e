package io.earshot.schemas.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a schema registry.
 *
 * @param url where its REST API begins, a path included: {@code https://registry.example/api}
 * @param credentials for basic authentication
 * @param timeout for the connection and, again, for each answer
 */
public record RegistrySettings(URI url, Optional<Credentials> credentials, Duration timeout) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** User and password; the password is never printed. */
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return "Credentials[user=" + user + ", password=***]";
    }
  }

  /**
   * @throws IllegalArgumentException if the URL is no http or https one, or carries a password
   */
  public RegistrySettings {
    String scheme = url.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme)) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "Schema registry URL must be http://host… or https://host…, but its scheme is "
              + scheme
              + " and its host "
              + url.getHost()
              + ".");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "Schema registry URL of host "
              + url.getHost()
              + " carries credentials, which logs would show; give user and password by their own"
              + " options.");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "Schema registry timeout is " + timeout + "; it must be positive.");
    }
  }

  /** A registry that asks for no password, with a timeout of 10 s. */
  public static RegistrySettings open(URI url) {
    return new RegistrySettings(url, Optional.empty(), DEFAULT_TIMEOUT);
  }

  /** The same registry, with basic authentication. */
  public RegistrySettings as(String user, String password) {
    return new RegistrySettings(url, Optional.of(new Credentials(user, password)), timeout);
  }

  /** The same registry, with another timeout. */
  public RegistrySettings within(Duration limit) {
    return new RegistrySettings(url, credentials, limit);
  }
}
