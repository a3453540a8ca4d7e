package io.earshot.risk;

/**
 * What is believed of a reporter of whom no answer is known: Beta(upheld, unfounded) of the share
 * of their reports that are right. A bundle sets it, or a {@link PriorTable}.
 *
 * <p>Reporters are kept as counts, to which the prior comes when they are read. So another prior
 * holds for all that happens from its time on, of reporters who are long known too, and an answer
 * that people take back is out of the counts whatever prior they were read with.
 *
 * @param upheld prior number of reports that were right, above 0
 * @param unfounded prior number of those that were not, above 0
 */
public record ReporterPrior(double upheld, double unfounded) {

  /** Neither this nor that, and worth four answers: Beta(2, 2). */
  public static final ReporterPrior EVEN = new ReporterPrior(2, 2);

  /** As detectors that look at reporters take it from a bundle. */
  public static final Parameter UPHELD =
      Parameter.positive("priorUpheld", "a0 of the prior of reporters: reports that were right")
          .fitted()
          .byDefault(EVEN.upheld);

  /** As {@link #UPHELD}. */
  public static final Parameter UNFOUNDED =
      Parameter.positive("priorUnfounded", "b0 of the prior of reporters: unfounded reports")
          .fitted()
          .byDefault(EVEN.unfounded);

  /** That of a detector with both parameters. */
  public static ReporterPrior of(Parameters set) {
    return new ReporterPrior(set.get(UPHELD), set.get(UNFOUNDED));
  }
}
