package io.earshot.job.cli;

import io.earshot.risk.Fitting;
import io.earshot.risk.PriorFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a fit of priors found, in words.
 *
 * @param result what it found
 * @param least how few creators are too few
 */
record PriorFitSummary(PriorFit.Result result, int least) {

  private static final double DAY_MILLIS = 86_400_000;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d creators counted; left out: %s"
            .formatted(
                result.creators(),
                result.leftOut().isEmpty()
                    ? "none"
                    : String.join(
                        ", ",
                        result.leftOut().entrySet().stream()
                            .map(one -> one.getValue() + " " + words(one.getKey()))
                            .toList())));
    result
        .groups()
        .forEach(
            (group, rows) ->
                rows.forEach(
                    (detector, row) ->
                        lines.add(
                            String.format(
                                Locale.ROOT,
                                "%-28s %-5s %9d creators: %s",
                                group,
                                detector,
                                row.creators(),
                                said(row)))));
    return lines;
  }

  private static String words(PriorFit.LeftOut reason) {
    return switch (reason) {
      case CONFIRMED -> "with a decision that people upheld";
      case RESTRICTED -> "with a restricted account";
      case TRUSTED -> "trusted licensors";
    };
  }

  private String said(PriorFit.Row row) {
    Fitting.Fitted fitted = row.fitted();
    if (fitted == null) {
      return row.creators() < least
          ? "fewer than " + least + ", no values of its own"
          : "all the same, or nothing happened: no values of its own";
    }
    String limited = fitted.limited() ? ", the limit" : "";
    return switch (fitted.unit()) {
      case TRIALS ->
          String.format(
              Locale.ROOT,
              "a share of %.4g, worth %.4g trials%s",
              fitted.moments().mean(),
              fitted.worth(),
              limited);
      case TIME ->
          String.format(
              Locale.ROOT,
              "%.4g a day, worth %.4g days%s",
              fitted.moments().mean() * DAY_MILLIS,
              fitted.worth() / DAY_MILLIS,
              limited);
      case NONE -> String.format(Locale.ROOT, "a share of %.4g", fitted.moments().mean());
    };
  }
}
