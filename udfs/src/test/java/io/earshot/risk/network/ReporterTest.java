package io.earshot.risk.network;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportAnswer;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.risk.ReporterStanding;
import io.earshot.risk.TargetSketch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is remembered of somebody who reports. */
class ReporterTest {

  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Reporter reporter = new Reporter();

  private static Report about(String target, ReportSource source) {
    return new Report("r", new SubjectRef(SubjectType.TRACK, target, 1), "HAT.HATE", source, null);
  }

  private static Report report(String target) {
    return about(target, ReportSource.USER_REPORT);
  }

  private void answer(String reportId, boolean upheld, long time) {
    reporter.answer(report("t"), new ReportAnswer(reportId, upheld), time);
  }

  private static Reporter kept(Reporter reporter, long time) {
    return Reporter.of(reporter.toBytes(), time);
  }

  @Test
  void standing_counts_answers_of_ninety_days() {
    answer("old", true, T0);
    answer("new", true, T0 + DAY);
    answer("wrong", false, T0 + DAY);

    ReporterStanding standing = kept(reporter, T0).standing(report("t"), T0 + 90 * DAY);

    assertThat(standing.answered()).isEqualTo(2);
    assertThat(standing.upheld()).isEqualTo(1);
    assertThat(reporter.standing(report("t"), T0 + 90 * DAY - 1).answered()).isEqualTo(3);
  }

  @Test
  void a_later_answer_to_a_report_takes_out_exactly_what_the_one_before_had_brought_in() {
    Reporter never = new Reporter();
    never.answer(report("t"), new ReportAnswer("b", true), T0 + 1);
    never.answer(report("t"), new ReportAnswer("a", false), T0 + 3);

    answer("a", true, T0);
    answer("b", true, T0 + 1);
    answer("a", false, T0 + 3);
    // Late, and older than what is known.
    answer("a", true, T0 + 2);

    assertThat(reporter.toBytes()).isEqualTo(never.toBytes());
  }

  @Test
  void claims_and_reports_of_one_reporter_are_told_apart() {
    reporter.answer(about("t", ReportSource.RIGHTSHOLDER), new ReportAnswer("c", false), T0);
    answer("n", true, T0);

    assertThat(reporter.standing(about("t", ReportSource.RIGHTSHOLDER), T0 + 1).unfounded())
        .isEqualTo(1);
    assertThat(reporter.standing(report("t"), T0 + 1).unfounded()).isZero();
    assertThat(reporter.standing(about("t", ReportSource.ART16), T0 + 1).upheld()).isEqualTo(1);
  }

  @Test
  void the_first_report_is_remembered_until_there_was_none_for_400_days() {
    reporter.report(report("t"), T0);
    long later = T0 + 300 * DAY;

    Reporter kept = kept(reporter, later);
    assertThat(kept.report(report("t"), later).firstReportAt()).isEqualTo(T0);

    long end = later + Reporter.RETENTION.toMillis();
    assertThat(Reporter.of(kept.toBytes(), end).standing(report("t"), end).firstReportAt())
        .isEqualTo(T0);
    assertThat(Reporter.of(kept.toBytes(), end + 1).toBytes()).isEmpty();
  }

  @Test
  void targets_are_the_sixteen_newest_of_a_month() {
    assertThat(reporter.report(report("a"), T0).targets()).isZero();
    reporter.report(report("b"), T0);
    long sketch = reporter.report(report("c"), T0).targets();

    assertThat(TargetSketch.similarity(sketch, sketch)).isOne();
    assertThat(reporter.report(report("a"), T0 + 1).targets()).isEqualTo(sketch);
    for (int i = 0; i < Reporter.MOST_TARGETS; i++) {
      reporter.report(report("x" + i), T0 + 2 + i);
    }
    assertThat(TargetSketch.similarity(sketch, reporter.standing(report("a"), T0 + 20).targets()))
        .isLessThan(0.5);
    assertThat(kept(reporter, T0).standing(report("a"), T0 + 31 * DAY).targets()).isNotZero();
    assertThat(reporter.report(report("a"), T0 + 31 * DAY).targets()).isZero();
  }

  @Test
  void what_is_kept_of_a_reporter_is_bounded() {
    for (int i = 0; i < 5_000; i++) {
      reporter.report(report("t" + i), T0 + i);
      answer("report-" + i, i % 2 == 0, T0 + i);
    }

    assertThat(reporter.toBytes().length).isLessThan(3 * 1024);
    assertThat(reporter.standing(report("t"), T0 + 5_000).answered())
        .isEqualTo(Reporter.MOST_ANSWERS);
  }

  /** Whatever answers follow each other, what counts is the newest one to each report. */
  @Property(tries = 200)
  void answers_count_the_same_in_any_order(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 7) Integer> reports,
      @ForAll long seed) {
    Reporter inOrder = new Reporter();
    Reporter shuffled = new Reporter();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      places.add(i);
      fold(inOrder, reports, i);
    }
    Collections.shuffle(places, new Random(seed));
    places.forEach(place -> fold(shuffled, reports, place));

    assertThat(shuffled.toBytes()).isEqualTo(inOrder.toBytes());
  }

  private static void fold(Reporter reporter, List<Integer> reports, int place) {
    boolean upheld = (place * 7 + reports.get(place)) % 3 == 0;
    reporter.answer(
        report("t"), new ReportAnswer("report-" + reports.get(place), upheld), T0 + place * DAY);
    // Kept and taken up again, as between two windows.
    assertThat(kept(reporter, T0).toBytes()).isEqualTo(reporter.toBytes());
  }
}
