package io.earshot.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the benchmark measures what it says; how fast it is, no test asks. */
@Timeout(300)
final class PipelineBenchITCase {

  @Test
  void every_event_is_decided_once_by_all_policies_and_the_report_shows_it() {
    StringWriter log = new StringWriter();
    PipelineBench.Plan plan = new PipelineBench.Plan(20_000, 500, 2, Duration.ZERO, 1, 30);

    PipelineResult result = new PipelineBench(plan, new PrintWriter(log)).run("the command");

    assertThat(result.audits().records()).isEqualTo(20_000);
    assertThat(result.actions().records()).isPositive();
    assertThat(result.policies()).isEqualTo(20);
    assertThat(result.creators()).isBetween(400, 500);
    assertThat(result.pipeline().eventsPerSecond()).isPositive();
    assertThat(result.ratio())
        .isEqualTo(
            result.pipeline().steadyEventsPerSecond() / result.copy().steadyEventsPerSecond());
    PipelineResult.MoreRules more = Objects.requireNonNull(result.moreRules());
    assertThat(more.rules()).isEqualTo(30);
    assertThat(more.ratio())
        .isEqualTo(more.phase().steadyEventsPerSecond() / more.again().steadyEventsPerSecond());
    assertThat(PipelineReport.html(result))
        .contains("<svg", "the command", "30 rules", result.audits().digest());
  }
}
