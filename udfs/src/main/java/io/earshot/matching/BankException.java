package io.earshot.matching;

/** Banks that cannot be used. The message names the place, the value and the way out. */
public final class BankException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BankException(String message) {
    super(message);
  }

  public BankException(String message, Throwable cause) {
    super(message, cause);
  }
}
