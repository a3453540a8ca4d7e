package io.earshot.risk.network;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.risk.Activity;
import io.earshot.risk.Insight;
import io.earshot.risk.ReporterStanding;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.util.Collector;

/**
 * Keyed by who reports: sends each report on to the window of the creator whom it is about, with
 * what is known of the reporter at its time ({@link Reporter}).
 *
 * <p>It also takes the erasure of accounts, under the account's own id: who wants to be forgotten
 * as a creator is forgotten as a reporter.
 */
public final class ReporterFunction extends FoldingFunction<ArrivedSignal, Activity> {

  private static final long serialVersionUID = 1L;

  /**
   * A stage of reporters.
   *
   * @param windowMillis length of a window of creators
   */
  public ReporterFunction(long windowMillis) {
    super(ArrivedSignal.class, windowMillis, Reporter.RETENTION);
  }

  /** Whether a signal is one for this stage, beside reports. */
  public static boolean isErasure(ArrivedSignal arrived) {
    return arrived.signal().isErasure();
  }

  /** Who reports; or who is to be forgotten. */
  public static String key(ArrivedSignal arrived) {
    Report report = arrived.signal().report();
    return report == null ? arrived.signal().creatorId() : report.reporterId();
  }

  @Override
  long time(ArrivedSignal event) {
    return event.signal().eventTime();
  }

  @Override
  Comparator<ArrivedSignal> canonical() {
    return Comparator.comparing(Activity::of, Activity.CANONICAL);
  }

  @Override
  byte[] fold(
      String key,
      byte[] before,
      List<ArrivedSignal> events,
      long windowEnd,
      Collector<Activity> out) {
    Reporter reporter = Reporter.of(before, windowEnd - windowMillis());
    for (ArrivedSignal event : events) {
      CreatorSignal signal = event.signal();
      Report report = signal.report();
      if (report == null) {
        reporter = new Reporter();
      } else if (report.answer() != null) {
        ReporterStanding known = reporter.standing(report, signal.eventTime());
        reporter.answer(report, report.answer(), signal.eventTime());
        ReporterStanding now = reporter.standing(report, signal.eventTime());
        out.collect(Activity.of(event, Insight.of(known, now)));
      } else {
        out.collect(activity(event, reporter.report(report, signal.eventTime())));
      }
    }
    return reporter.toBytes();
  }

  /**
   * A report that is too late goes on at once, with what is known by now: whether the creator's
   * window is closed too is for that to say.
   */
  @Override
  boolean takeLate(ArrivedSignal event, byte[] known, Collector<Activity> out) {
    Report report = event.signal().report();
    if (report == null || report.answer() != null) {
      return true;
    }
    long time = event.signal().eventTime();
    out.collect(activity(event, Reporter.of(known, time).standing(report, time)));
    return false;
  }

  private static Activity activity(ArrivedSignal event, ReporterStanding standing) {
    return Activity.of(event, Insight.of(standing));
  }
}
