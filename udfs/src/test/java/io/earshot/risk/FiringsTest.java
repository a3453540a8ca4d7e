package io.earshot.risk;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Family;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which firings are kept. */
class FiringsTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final RiskSettings.Level LEVEL =
      new RiskSettings.Level(0.7, 0.5, Duration.ofDays(14).toMillis(), RiskSettings.Age.USUAL);

  private static List<String> kept(Firings firings) {
    return firings.report(new ItemLedger()).stream().map(ProfileReport.Fired::detector).toList();
  }

  @Test
  void an_hourly_flood_does_not_push_out_what_another_group_said() {
    Firings firings = new Firings();
    firings.add("D19", 0.7, T0, new ItemLedger());
    firings.add("D01", 0.9, T0 + HOUR, new ItemLedger());
    for (int hour = 2; hour < 60; hour++) {
      firings.add("D01", 0.4, T0 + hour * HOUR, new ItemLedger());
    }

    List<RiskFacts.Contribution> groups =
        firings.riskAt(T0 + 60 * HOUR, LEVEL, 0, new ItemLedger()).contributions();
    assertThat(groups)
        .extracting(RiskFacts.Contribution::group)
        .containsExactlyInAnyOrder(RiskGroup.VELOCITY, RiskGroup.NETWORK);
    // The stronger one of two days ago still says more than those since.
    assertThat(firings.report(new ItemLedger()))
        .extracting(ProfileReport.Fired::risk)
        .startsWith(0.7, 0.9, 0.4)
        .hasSize(32);
    ByteWriter out = new ByteWriter();
    firings.write(out);
    assertThat(kept(Firings.read(new ByteReader(out.toBytes())))).isEqualTo(kept(firings));
  }

  @Test
  void the_oldest_goes_where_none_is_covered() {
    Firings firings = new Firings();
    for (int hour = 0; hour < 33; hour++) {
      firings.add("D01", 0.9 - hour * 0.01, T0 + hour * HOUR, new ItemLedger());
    }
    assertThat(firings.report(new ItemLedger()))
        .hasSize(32)
        .extracting(ProfileReport.Fired::risk)
        .startsWith(0.89)
        .endsWith(0.58);
  }

  @Test
  void what_is_not_installed_any_more_goes_first() {
    Firings firings = new Firings();
    firings.add("D19", 0.7, T0, new ItemLedger());
    firings.add("X99", 0.9, T0 + HOUR, new ItemLedger());
    for (int hour = 2; hour < 33; hour++) {
      firings.add("D01", 0.9 - hour * 0.01, T0 + hour * HOUR, new ItemLedger());
    }
    assertThat(kept(firings)).hasSize(32).startsWith("D19", "D01");
  }

  @Test
  void what_people_found_to_be_wrong_makes_room_before_what_stands() {
    Firings firings = new Firings();
    ItemLedger ledger = new ItemLedger();
    firings.add("D01", 0.4, T0, ledger);
    for (int hour = 1; hour < 32; hour++) {
      firings.add("D21", 0.5, T0 + hour * HOUR, ledger);
      ledger.decided(
          new Verdict(
              hour,
              hour,
              hour,
              Family.INT,
              List.of("D21"),
              T0 + hour * HOUR,
              Removal.NONE,
              Verdict.State.OVERTURNED),
          firings);
    }

    firings.add("D01", 0.3, T0 + 40 * HOUR, ledger);

    assertThat(kept(firings)).hasSize(32).startsWith("D01", "D21").endsWith("D21", "D01");
  }
}
