package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.intake.TextField;
import io.earshot.model.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextScorerTest {

  private static final List<TextField> INSULT = List.of(new TextField("title", "you are awful"));

  @TempDir Path folder;

  @Test
  void scoresAreCalibratedAsThePackageSays() throws Exception {
    // logit(.509) is .036; twice that is the logit of .518. The self test expects it too, or the
    // package would not open.
    Path calibrated =
        TinyModel.altered(
            folder,
            List.of(
                "{name: harassment, threshold: 0.5}",
                "{name: harassment, threshold: 0.5, calibration: {slope: 2, intercept: 0}}",
                "harassment: 0.509",
                "harassment: 0.518"));

    assertThat(harassment(calibrated)).isCloseTo(0.518, within(0.0015));
    assertThat(harassment(TinyModel.directory())).isEqualTo(0.509);
  }

  private static double harassment(Path model) throws InterruptedException {
    try (InferenceServices.Lease<TextInference> lease =
        InferenceServices.SHARED.acquire(
            "test", InferenceServiceTest.config(model, 64), TextInference.class)) {
      ModelScores scores =
          new TextScorer(lease.service(), Duration.ofMinutes(1)).score(INSULT, 0).join();
      return scores.scores().get(0).score();
    }
  }
}
