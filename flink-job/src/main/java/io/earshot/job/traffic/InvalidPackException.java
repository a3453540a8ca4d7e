package io.earshot.job.traffic;

/** A traffic pack that cannot be played; the message names file, line, field, value and remedy. */
public final class InvalidPackException extends RuntimeException {

  InvalidPackException(String message) {
    super(message);
  }
}
