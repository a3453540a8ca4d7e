package io.earshot.job;

/**
 * A configuration that the job cannot start with. The message names the key, the value, what is
 * allowed and the way out.
 */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
