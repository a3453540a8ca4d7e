package io.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void withoutCalibrationAScoreStaysAsItIs() {
    assertThat(Calibration.NONE.apply(0.123456789)).isEqualTo(0.123456789);
    assertThat(Calibration.NONE.apply(0)).isEqualTo(0);
  }

  @Test
  void aLineInLogOddsIsApplied() {
    // logit(.8) = ln 4; half of it is ln 2, less ln 2 is 0.
    assertThat(new Calibration(0.5, -Math.log(2)).apply(0.8)).isCloseTo(0.5, within(1e-12));
  }

  @Property
  void orderStaysAndScoresStayScores(
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other,
      @ForAll @DoubleRange(min = 0.01, max = 10) double slope,
      @ForAll @DoubleRange(min = -20, max = 20) double intercept) {
    Calibration calibration = new Calibration(slope, intercept);

    assertThat(calibration.apply(one)).isBetween(0.0, 1.0);
    assertThat(calibration.apply(Math.max(one, other)))
        .isGreaterThanOrEqualTo(calibration.apply(Math.min(one, other)));
  }
}
