package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.job.cli.StateCommand;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.PolicyOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into the savepoint of a job that has run. */
final class StateCreatorITCase {

  private static final List<Input> READ = JobHarness.traffic(11, 20);

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static Path savepoint;

  @SuppressWarnings("NullAway.Init") // set before all
  private static EnforcementAction taken;

  @BeforeAll
  static void takeSavepoint() throws IOException {
    try (JobHarness harness = new JobHarness();
        Live job = harness.start(Run.plain("state", 2))) {
      job.produce(List.of(priors()));
      job.awaitAllRead();
      job.produce(READ);
      job.awaitAllRead();
      job.awaitWritten(Topic.ENFORCEMENT_ACTIONS, 1);
      Written written = job.soFar();
      taken =
          written.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
              .filter(action -> action.getEventType() == ActionEventType.APPLIED)
              .filter(action -> action.getSubject().getVersion() > 0)
              .min(Comparator.comparing(EnforcementAction::getEventId))
              .orElseThrow(() -> new AssertionError("the job has taken no action"));
      savepoint = job.stop(Files.createDirectories(folder.resolve("savepoints")));
    }
  }

  private static Input priors() {
    return Input.of(
        Topic.CONTROL_POLICIES,
        "usual",
        PolicyControl.newBuilder()
            .setEventId("priors")
            .setOperation(PolicyOperation.PRIORS)
            .setBundle("{priors: usual, version: 3, segments: [{detectors: {D13: {p0: 0.02}}}]}")
            .setEventTime(JobHarness.START)
            .setEffectiveAt(JobHarness.START)
            .build(),
        JobHarness.START);
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(new StateCommand(), args);
  }

  private static CommandRun look(String creator, String... more) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of(
                "creator",
                creator,
                "--savepoint",
                savepoint.toString(),
                "--set",
                "scoring.mode=SUPPLIED"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void creatorWithAnAction_isShownWithIt() throws IOException {
    CommandRun ran = look(taken.getCreatorId(), "--json");

    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode page = new ObjectMapper().readTree(ran.out());
    assertThat(page.at("/creatorId").asText()).isEqualTo(taken.getCreatorId());
    assertThat(page.at("/profile/account/lastActive").asText()).startsWith("2026-03-01T12:00:");
    assertThat(page.at("/profile/rates/0/denominator").asDouble()).isPositive();
    assertThat(StreamSupport.stream(page.at("/enforcement/restrictions").spliterator(), false))
        .anySatisfy(
            one -> {
              assertThat(one.at("/decisionId").asText()).isEqualTo(taken.getDecisionId());
              assertThat(one.at("/action").asText())
                  .isEqualTo(taken.getAction().getAction().name());
              assertThat(one.at("/subject/id").asText()).isEqualTo(taken.getSubject().getId());
            });
    assertThat(page.at("/profile/decisions")).isNotEmpty();
    assertThat(page.at("/profile/account/priors/version").asText()).isEqualTo("usual 3");
  }

  @Test
  void creatorWithAnAction_isShownInWords() {
    CommandRun ran = look(taken.getCreatorId());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("creator " + taken.getCreatorId(), "uploads within an hour", "risk", "detectors")
        .contains(taken.getAction().getAction() + " under " + taken.getPolicy().getId())
        .contains(taken.getDecisionId());
  }

  @Test
  void creatorOfWhomNothingIsKnown_isSaid() {
    CommandRun ran = look("nobody");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("nothing is known of creator nobody");
  }

  @Test
  void timeBeforeTheNewestEvent_isRefused() {
    CommandRun ran = look(taken.getCreatorId(), "--at", "2026-02-01T00:00:00Z");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("--at is 2026-02-01T00:00:00Z", "take an earlier savepoint");
  }

  @Test
  void folderAbove_isToldWhereTheSavepointIs() {
    CommandRun ran =
        run(
            "creator",
            "any",
            "--savepoint",
            String.valueOf(savepoint.getParent()),
            "--set",
            "scoring.mode=SUPPLIED");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("has no file _metadata", savepoint.toString());
  }

  @Test
  void fileThatIsNoMetadata_isRefused() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("_metadata"), "something else");

    CommandRun ran =
        run("creator", "any", "--savepoint", other.toString(), "--set", "scoring.mode=SUPPLIED");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("_metadata of " + other, "same version");
  }
}
