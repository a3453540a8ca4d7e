package io.earshot.schemas.wire;

/**
 * The registry could not be asked, or refused. Unchecked, and no {@link DecodeException}: records
 * are not at fault, so they must wait for the registry and not be set aside.
 */
public final class SchemaRegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kept the registry from answering. */
  public enum Reason {
    /** No connection, or no answer in time. */
    UNREACHABLE,
    /** 401 or 403. */
    UNAUTHORISED,
    /** The registry understood and said no: an incompatible or invalid schema. */
    REFUSED,
    /** An answer that a schema registry does not give. */
    BAD_ANSWER
  }

  private final Reason reason;

  SchemaRegistryException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  SchemaRegistryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
