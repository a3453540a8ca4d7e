package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ControlStatus.Result;
import io.earshot.intake.Modality;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import io.earshot.model.OnnxSession;
import io.earshot.model.TinyModel;
import io.earshot.scoring.ModelChange.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the models are checked whole before anything of them is used. */
class ModelControlTest {

  private static final long SECONDS = 1_000;

  private @TempDir Path folder;
  private Map<Modality, List<ModelVersion>> configured;
  private ModelControl.Deployment deployment;
  private ModelControl control;

  @BeforeEach
  void start() {
    add("1", List.of());
    ModelPackage first = find("tiny-text", "0.0.1", "");
    configured =
        Map.of(Modality.TEXT, List.of(new ModelVersion("tiny-text", "0.0.1", "", first.digest())));
    deployment =
        new ModelControl.Deployment(
            Map.of(
                Modality.TEXT,
                new TextScoring(
                    InferenceServiceTest.config(first.directory(), 0),
                    null,
                    Duration.ofMinutes(1))),
            this::find);
    control = control(new ModelBook.Beginning(configured, List.of()));
  }

  private ModelControl control(ModelBook.Beginning beginning) {
    return new ModelControl(deployment, beginning, scoring -> scoring.open("test").close());
  }

  @Test
  void a_version_that_can_be_used_is_accepted_and_leaves_nothing_open() {
    add("2", List.of("version: 0.0.1", "version: 0.0.2"));
    int sessions = OnnxSession.openSessions();

    ModelVerdict verdict = check("a", "tiny-text", "0.0.2", Stage.ACTIVE, null);

    assertThat(verdict.faults()).isEmpty();
    assertThat(verdict.digest()).isEqualTo(find("tiny-text", "0.0.2", "").digest());
    assertThat(ModelControl.status(verdict).result()).isEqualTo(Result.ACCEPTED);
    assertThat(ModelControl.status(verdict).effectiveAt())
        .isEqualTo(10 * SECONDS + ModelChange.LEAD_MILLIS);
    assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
  }

  @Test
  void a_package_that_is_not_there_is_refused() {
    assertFault("is not here", "tiny-text", "9", Stage.ACTIVE, null);
  }

  @Test
  void a_package_that_is_not_what_it_says_is_refused() throws IOException {
    Path broken = add("2", List.of("version: 0.0.1", "version: 0.0.2"));
    Files.writeString(broken.resolve("vocab.txt"), "other words");

    assertFault("vocabularySha256", "tiny-text", "0.0.2", Stage.SHADOW, null);
  }

  @Test
  void a_model_that_answers_otherwise_than_its_self_test_says_is_refused() {
    add("2", List.of("version: 0.0.1", "version: 0.0.2", "hate: 0.088", "hate: 0.2"));

    assertFault("hate", "tiny-text", "0.0.2", Stage.CANARY, 10.0);
  }

  @Test
  void a_version_without_a_label_that_rules_may_ask_for_can_only_be_in_shadow() {
    add(
        "2",
        List.of(
            "version: 0.0.1", "version: 0.0.2", "name: spam", "name: scam", "spam: ", "scam: "));

    assertFault("lacks the labels [spam]", "tiny-text", "0.0.2", Stage.ACTIVE, null);
    assertThat(check("b", "tiny-text", "0.0.2", Stage.SHADOW, null).faults()).isEmpty();
  }

  @Test
  void a_model_that_the_job_does_not_use_is_refused() {
    assertFault("those are [tiny-text]", "other", "1", Stage.ACTIVE, null);
  }

  @Test
  void a_share_belongs_to_a_canary_and_to_nothing_else() {
    add("2", List.of("version: 0.0.1", "version: 0.0.2"));

    assertFault("canaryPercent is not set", "tiny-text", "0.0.2", Stage.CANARY, null);
    assertFault("canaryPercent is 100.0", "tiny-text", "0.0.2", Stage.CANARY, 100.0);
    assertFault("only CANARY has a share", "tiny-text", "0.0.2", Stage.ACTIVE, 10.0);
  }

  @Test
  void a_package_that_changed_under_its_version_is_refused() throws IOException {
    Path second = add("2", List.of("version: 0.0.1", "version: 0.0.2"));
    assertThat(check("a", "tiny-text", "0.0.2", Stage.SHADOW, null).faults()).isEmpty();
    Path manifest = second.resolve(ModelManifest.FILE_NAME);
    Files.writeString(
        manifest, Files.readString(manifest).replace("threshold: 0.5", "threshold: 0.6"));

    assertFault("a change of a package is a new version", "tiny-text", "0.0.2", Stage.ACTIVE, null);
  }

  @Test
  void a_repeat_gets_the_answer_of_the_original() {
    ModelVerdict refused = check("a", "tiny-text", "0.0.2", Stage.ACTIVE, null);
    add("2", List.of("version: 0.0.1", "version: 0.0.2"));

    assertThat(check("a", "tiny-text", "0.0.2", Stage.ACTIVE, null)).isEqualTo(refused);
    assertThat(check("b", "tiny-text", "0.0.2", Stage.ACTIVE, null).faults()).isEmpty();
  }

  @Test
  void what_was_published_before_the_start_is_tried_before_it_is_answered() {
    add("2", List.of("version: 0.0.1", "version: 0.0.2", "hate: 0.088", "hate: 0.2"));
    add("3", List.of("version: 0.0.1", "version: 0.0.3"));
    ModelChange wrong = change("a", "tiny-text", "0.0.2", Stage.ACTIVE, null);
    ModelChange right = change("b", "tiny-text", "0.0.3", Stage.CANARY, 10.0);
    ModelBook.Beginning beginning =
        ModelControl.beginning(deployment, configured, List.of(wrong, right));
    assertThat(beginning.known()).allMatch(ModelVerdict::isAccepted);

    ModelControl started = control(beginning);
    ModelVerdict refused = started.check(wrong);

    assertThat(refused.faults()).singleElement().asString().contains("hate");
    assertThat(ModelControl.status(refused).result()).isEqualTo(Result.REFUSED);
    assertThat(started.check(wrong)).isEqualTo(refused);
    assertThat(started.check(right)).isEqualTo(beginning.known().get(1));
    // And what was refused is so for every task that gets the answer.
    ModelBook book = new ModelBook(beginning);
    book.enter(refused);
    assertThat(book.standing().get(0).active().version()).isEqualTo("0.0.1");
  }

  @Test
  void what_an_earlier_run_answered_is_not_tried_again() {
    add("2", List.of("version: 0.0.1", "version: 0.0.2"));
    ModelVerdict accepted = check("a", "tiny-text", "0.0.2", Stage.ACTIVE, null);
    ModelControl restored =
        new ModelControl(
            deployment,
            ModelControl.beginning(deployment, configured, List.of(accepted.change())),
            scoring -> {
              throw new AssertionError("it was tried");
            });

    restored.restore(accepted);

    assertThat(restored.check(accepted.change())).isEqualTo(accepted);
  }

  @Test
  void an_accepted_version_whose_package_is_gone_leaves_the_place_to_what_was_before()
      throws IOException {
    Path second = add("2", List.of("version: 0.0.1", "version: 0.0.2"));
    ModelVerdict accepted = check("a", "tiny-text", "0.0.2", Stage.ACTIVE, null);
    Files.delete(second.resolve(ModelManifest.FILE_NAME));
    ModelControl restored =
        control(ModelControl.beginning(deployment, configured, List.of(accepted.change())));

    restored.restore(accepted);

    assertThat(restored.check(accepted.change()).faults())
        .singleElement()
        .asString()
        .contains("tiny-text@0.0.2 was accepted, but", "is not there");
    // The one of the configuration is the active one again, and cannot be retired.
    assertThat(restored.check(change("b", "tiny-text", "0.0.1", Stage.RETIRED, null)).faults())
        .singleElement()
        .asString()
        .contains("is the active version");
  }

  @Test
  void the_version_that_is_active_cannot_go_without_another_one() {
    assertFault("is the active version", "tiny-text", "0.0.1", Stage.RETIRED, null);
  }

  private void assertFault(
      String fault, String id, String version, Stage stage, @Nullable Double percent) {
    ModelVerdict verdict = check("refused-" + stage + percent, id, version, stage, percent);

    assertThat(verdict.faults()).singleElement().asString().contains(fault);
    assertThat(ModelControl.status(verdict).result()).isEqualTo(Result.REFUSED);
    assertThat(ModelControl.status(verdict).errors()).isEqualTo(verdict.faults());
  }

  private ModelVerdict check(
      String event, String id, String version, Stage stage, @Nullable Double percent) {
    return control.check(change(event, id, version, stage, percent));
  }

  private static ModelChange change(
      String event, String id, String version, Stage stage, @Nullable Double percent) {
    return new ModelChange(event, id, version, stage, percent, "", 0, 10 * SECONDS);
  }

  private Path add(String name, List<String> replacements) {
    try {
      return TinyModel.altered(Files.createDirectory(folder.resolve(name)), replacements);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ModelPackage find(String id, String version, String location) {
    try (var folders = Files.list(folder)) {
      for (Path each : folders.toList()) {
        if (!Files.exists(each.resolve(ModelManifest.FILE_NAME))) {
          continue;
        }
        ModelManifest manifest = ModelManifest.read(each.resolve(ModelManifest.FILE_NAME));
        if (manifest.id().equals(id) && manifest.version().equals(version)) {
          return ModelPackage.load(each);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new ModelPackageException(id + "@" + version + location + " is not here");
  }
}
