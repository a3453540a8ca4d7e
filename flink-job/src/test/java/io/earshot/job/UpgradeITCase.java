package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.ReviewOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether a job goes on from a savepoint: one of this build, in another parallelism, and those that
 * releases left in {@code src/test/resources/savepoints}, one folder a release. A ledger has come
 * over if an outcome of a review reverses an action that the job before it had taken.
 *
 * <p>At a release, write its fixture, and commit it:
 *
 * <pre>mvn -pl flink-job -am test -Dtest=UpgradeITCase -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dearshot.fixture=0.1.0</pre>
 */
class UpgradeITCase {

  private static final String RUN = "upgrade";
  private static final int SECONDS = 20;

  /** What the job of a fixture had read; later releases may have other traffic of this seed. */
  private static final List<Input> READ = JobHarness.traffic(11, SECONDS);

  private static final Path FIXTURES = Path.of("src", "test", "resources", "savepoints");

  @TempDir Path folder;

  /**
   * An action that the job had taken before it stopped.
   *
   * @param decisionId of the decision behind it
   * @param creatorId whose it is
   */
  record Taken(String decisionId, String creatorId) {

    private static final String FILE = "taken.properties";

    static Taken of(Written written) {
      return written.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
          .filter(action -> action.getEventType() == ActionEventType.APPLIED)
          .filter(action -> action.getSubject().getVersion() > 0)
          .min(Comparator.comparing(EnforcementAction::getEventId))
          .map(a -> new Taken(a.getDecisionId(), a.getCreatorId()))
          .orElseThrow(() -> new AssertionError("the job has taken no action"));
    }

    void write(Path fixture) throws IOException {
      Properties properties = new Properties();
      properties.setProperty("decisionId", decisionId);
      properties.setProperty("creatorId", creatorId);
      try (OutputStream out = Files.newOutputStream(fixture.resolve(FILE))) {
        properties.store(out, null);
      }
    }

    static Taken read(Path fixture) {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(fixture.resolve(FILE))) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Taken(properties.getProperty("decisionId"), properties.getProperty("creatorId"));
    }
  }

  @Test
  void savepointOfThisBuild_goesOnInAnotherParallelism() throws IOException {
    write(folder.resolve("fixture"));

    assertGoesOn(folder.resolve("fixture"), 1);
  }

  @TestFactory
  Stream<DynamicTest> savepointsOfReleases_goOn() throws IOException {
    if (!Files.isDirectory(FIXTURES)) {
      return Stream.empty();
    }
    try (Stream<Path> releases = Files.list(FIXTURES)) {
      return releases.sorted().toList().stream()
          .map(
              fixture ->
                  DynamicTest.dynamicTest(
                      String.valueOf(fixture.getFileName()), () -> assertGoesOn(fixture, 2)));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "earshot.fixture", matches = ".+")
  void fixtureOfARelease_isWritten() throws IOException {
    write(FIXTURES.resolve(System.getProperty("earshot.fixture")));
  }

  /** Runs a job over the traffic and leaves its savepoint in a new folder. */
  private void write(Path fixture) throws IOException {
    try (JobHarness harness = new JobHarness();
        Live job = harness.start(Run.plain(RUN, 2))) {
      job.produce(READ);
      job.awaitAllRead();
      job.awaitWritten(Topic.ENFORCEMENT_ACTIONS, 1);
      Taken taken = Taken.of(job.soFar());
      Path savepoint = job.stop(Files.createDirectories(folder.resolve("savepoint")));
      Files.createDirectories(fixture);
      try (Stream<Path> files = Files.list(savepoint)) {
        for (Path file : files.toList()) {
          Files.copy(file, fixture.resolve(String.valueOf(file.getFileName())));
        }
      }
      forgetTheFolder(fixture.resolve("_metadata"));
      taken.write(fixture);
    }
  }

  /**
   * Small states lie in the metadata and are called by the file that they would have been. What is
   * committed names no folder of whoever wrote it; the name is as long, since its length is there.
   */
  private void forgetTheFolder(Path metadata) throws IOException {
    String name = folder.toString();
    String all = Files.readString(metadata, StandardCharsets.ISO_8859_1);
    Files.writeString(
        metadata,
        all.replace(name, "/" + "-".repeat(name.length() - 1)),
        StandardCharsets.ISO_8859_1);
  }

  private static void assertGoesOn(Path fixture, int parallelism) {
    Taken taken = Taken.read(fixture);
    Instant time = JobHarness.START.plusSeconds(SECONDS + 30);
    Input review =
        Input.of(
            Topic.REVIEWS,
            taken.creatorId(),
            ReviewOutcome.newBuilder()
                .setEventId("review-after-upgrade")
                .setDecisionId(taken.decisionId())
                .setCreatorId(taken.creatorId())
                .setOutcome(Outcome.OVERTURN)
                .setReasonCode("APPEAL_OVERTURNED")
                .setPool("appeals")
                .setReviewerRef("reviewer")
                .setEventTime(time)
                .build(),
            time);
    try (JobHarness harness = new JobHarness();
        Live job = harness.restore(Run.plain(RUN, parallelism), READ, fixture.toUri())) {
      job.produce(List.of(review));
      Written written = job.drain();

      assertThat(written.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class))
          .filteredOn(action -> action.getEventType() == ActionEventType.REVERSED)
          .extracting(EnforcementAction::getReverses)
          .contains(taken.decisionId());
    }
  }
}
