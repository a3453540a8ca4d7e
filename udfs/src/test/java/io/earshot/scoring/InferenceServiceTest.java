package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.model.Device;
import io.earshot.model.ModelPackageException;
import io.earshot.model.OnnxSession;
import io.earshot.model.SessionConfig;
import io.earshot.model.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceServiceTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @TempDir Path folder;

  static InferenceConfig config(Path directory, int cacheRows) {
    BatcherConfig limits =
        new BatcherConfig(
            256,
            Duration.ofNanos(200_000),
            Duration.ofMinutes(1),
            cacheRows,
            1,
            1_000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
    return new InferenceConfig(directory.toString(), SessionConfig.of(Device.CPU, 1), limits);
  }

  @Test
  void manyOpeningsAndClosingsLeaveNothingBehind() throws Exception {
    InferenceServices services = new InferenceServices(InferenceService::open);
    int sessions = OnnxSession.openSessions();

    for (int i = 0; i < 30; i++) {
      InferenceServices.Lease<TextInference> first =
          services.acquire("job", config(TinyModel.directory(), 0), TextInference.class);
      InferenceServices.Lease<TextInference> second =
          services.acquire("job", config(TinyModel.directory(), 0), TextInference.class);
      assertThat(second.service()).isSameAs(first.service());
      assertThat(services.open()).isEqualTo(1);
      Answer answer =
          first.service().submit(List.of(new int[] {2, 5, 3}), 0, MINUTE).get(1, TimeUnit.MINUTES);
      assertThat(answer.rows()).hasSize(1);
      first.close();
      first.close();
      assertThat(OnnxSession.openSessions()).isEqualTo(sessions + 1);
      second.close();
      assertThat(services.open()).isZero();
      assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
    }

    awaitNoDispatcher();
  }

  @Test
  void anotherConfigurationIsAnotherService() {
    InferenceServices services = new InferenceServices(InferenceService::open);
    try (InferenceServices.Lease<TextInference> one =
            services.acquire("job", config(TinyModel.directory(), 0), TextInference.class);
        InferenceServices.Lease<TextInference> other =
            services.acquire("job", config(TinyModel.directory(), 5), TextInference.class)) {
      assertThat(other.service()).isNotSameAs(one.service());
      assertThat(services.open()).isEqualTo(2);
    }
    assertThat(services.open()).isZero();
  }

  @Test
  void aModelThatCannotBeOpenedLeavesNothingBehind() {
    InferenceServices services = new InferenceServices(InferenceService::open);
    int sessions = OnnxSession.openSessions();
    Path failing = TinyModel.altered(folder, List.of("violence: 0.999", "violence: 0.1"));

    assertThatThrownBy(() -> services.acquire("job", config(failing, 0), TextInference.class))
        .isInstanceOf(ModelPackageException.class);

    assertThat(services.open()).isZero();
    assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
  }

  @Test
  void aJobThatIsGoneGivesBackWhatItHeldAndALaterReleaseDoesNoHarm() {
    InferenceServices services = new InferenceServices(InferenceService::open);
    int sessions = OnnxSession.openSessions();
    InferenceServices.Lease<TextInference> first =
        services.acquire("job", config(TinyModel.directory(), 0), TextInference.class);
    InferenceServices.Lease<TextInference> second =
        services.acquire("job", config(TinyModel.directory(), 0), TextInference.class);

    first.close();
    services.releaseAll("job");
    second.close();

    assertThat(services.open()).isZero();
    assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
  }

  @Test
  void aJobThatIsGoneLeavesTheServicesOfOtherJobsOpen() throws Exception {
    InferenceServices services = new InferenceServices(InferenceService::open);
    try (InferenceServices.Lease<TextInference> other =
        services.acquire("other", config(TinyModel.directory(), 0), TextInference.class)) {
      var unused = services.acquire("gone", config(TinyModel.directory(), 0), TextInference.class);

      services.releaseAll("gone");
      services.releaseAll("gone");
      services.releaseAll("never there");

      Answer answer =
          other.service().submit(List.of(new int[] {2, 5, 3}), 0, MINUTE).get(1, TimeUnit.MINUTES);
      assertThat(answer.rows()).hasSize(1);
      assertThat(services.open()).isEqualTo(1);
    }
    assertThat(services.open()).isZero();
  }

  @Test
  void scoresAreTheSameBitsWhateverTrafficSharedTheBatchesPoisonIncluded() throws Exception {
    InferenceServices services = new InferenceServices(InferenceService::open);
    Random random = new Random(11);
    List<int[]> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      rows.add(random.ints(1 + random.nextInt(32), 0, 64).toArray());
    }
    List<float[]> alone = new ArrayList<>();
    try (InferenceServices.Lease<TextInference> lease =
        services.acquire("job", config(TinyModel.directory(), 0), TextInference.class)) {
      for (int[] row : rows) {
        alone.add(
            lease.service().submit(List.of(row), 0, MINUTE).get(1, TimeUnit.MINUTES).rows().get(0));
      }
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<Answer>> together = new ArrayList<>();
        List<CompletableFuture<Answer>> background = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
          if (random.nextInt(20) == 0) {
            together.add(
                lease.service().submit(List.of(new int[] {2, TinyModel.POISON - i}), 0, MINUTE));
          }
          background.add(lease.service().submit(List.of(rows.get(i)), random.nextInt(3), MINUTE));
        }
        for (int i = 0; i < rows.size(); i++) {
          Answer answer = background.get(i).get(1, TimeUnit.MINUTES);
          assertThat(answer.rows().get(0)).isEqualTo(alone.get(i));
        }
        for (CompletableFuture<Answer> poisoned : together) {
          assertThat(poisoned.get(1, TimeUnit.MINUTES).unscored()).isEqualTo(UnscoredReason.ERROR);
        }
      }
    }
  }

  private static void awaitNoDispatcher() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("earshot-inference-tiny-text")) {
        thread.join(TimeUnit.MINUTES.toMillis(1));
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }
}
