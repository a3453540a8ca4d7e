package io.earshot.risk.network;

/** Versions of what the stages keep. */
public final class Formats {

  private Formats() {}

  /** Refuses a version that this job does not know: it reads one, and all before it. */
  static int upTo(String what, int version, int newest) {
    if (version < 1 || version > newest) {
      check(what, version, newest);
    }
    return version;
  }

  /** Refuses a version that this job does not know. */
  public static void check(String what, int version, int known) {
    if (version != known) {
      throw new IllegalStateException(
          "what is kept of "
              + what
              + " has format "
              + version
              + ", this version of the job reads "
              + known
              + "; start from a savepoint of this version, or with the version that wrote it");
    }
  }
}
