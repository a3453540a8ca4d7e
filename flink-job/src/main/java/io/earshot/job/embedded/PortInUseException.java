package io.earshot.job.embedded;

/** A port that was asked for belongs to somebody else; the message names it and the way out. */
public final class PortInUseException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final int port;

  /**
   * @param what what was to listen there, to begin the message with
   * @param port the port that is taken
   */
  public PortInUseException(String what, int port, Throwable cause) {
    super(
        what
            + " cannot listen on 127.0.0.1:"
            + port
            + ": the port is in use. Stop what listens there, name another port, or 0 for any free"
            + " one.",
        cause);
    this.port = port;
  }

  /** The port that is taken. */
  public int port() {
    return port;
  }
}
