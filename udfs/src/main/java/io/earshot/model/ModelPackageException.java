package io.earshot.model;

/**
 * A model package, or the device asked to run it, cannot be used. The message names the file, what
 * is wrong, and the way out.
 */
public final class ModelPackageException extends RuntimeException {

  public ModelPackageException(String message) {
    super(message);
  }

  public ModelPackageException(String message, Throwable cause) {
    super(message, cause);
  }
}
