package io.earshot.job.cli;

/**
 * What a check found.
 *
 * @param result whether it is well
 * @param what was checked, in a word or two
 * @param words what is so, and if it is not well what to do
 */
record Finding(Result result, String what, String words) {

  /** How a check ended. */
  enum Result {
    OK("ok"),
    /** The job runs, but perhaps not as somebody wishes. */
    NOTE("note"),
    /** The job does not start, or fails later. */
    FAIL("FAIL"),
    /** It could not be checked here. */
    NOT_CHECKED("-");

    private final String mark;

    Result(String mark) {
      this.mark = mark;
    }

    String mark() {
      return mark;
    }
  }

  static Finding ok(String what, String words) {
    return new Finding(Result.OK, what, words);
  }

  static Finding note(String what, String words) {
    return new Finding(Result.NOTE, what, words);
  }

  static Finding fail(String what, String words) {
    return new Finding(Result.FAIL, what, words);
  }

  static Finding notChecked(String what, String words) {
    return new Finding(Result.NOT_CHECKED, what, words);
  }
}
