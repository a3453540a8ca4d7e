package io.earshot.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateBenchITCase {

  @Test
  void sizes_are_filled_measured_changed_and_restored_and_the_report_shows_it() {
    StringWriter log = new StringWriter();
    StateBench.Plan plan = new StateBench.Plan(List.of(2_000, 20_000), 6_000, 2, 128);

    StateResult result = new StateBench(plan, new PrintWriter(log)).run("the command");

    assertThat(result.sizes())
        .extracting(StateResult.Size::creators)
        .containsExactly(2_000, 20_000);
    assertThat(result.sizes().get(0).ratio()).isEqualTo(1.0);
    for (StateResult.Size size : result.sizes()) {
      assertThat(size.eventsPerSecond()).isPositive();
      assertThat(size.bytesPerCreator()).isBetween(50.0, 5_000.0);
      assertThat(size.full().writtenBytes()).isPositive();
      assertThat(size.changes()).hasSize(2);
      assertThat(size.changes().get(0).taken().writtenBytes()).isPositive();
      assertThat(size.restoreMillis()).isPositive();
    }
    StateResult.Size larger = result.sizes().get(1);
    assertThat(larger.changes().get(0).taken().writtenBytes())
        .isLessThan(larger.full().writtenBytes());
    assertThat(StateReport.html(result)).contains("<svg", "the command", "20,000");
  }
}
