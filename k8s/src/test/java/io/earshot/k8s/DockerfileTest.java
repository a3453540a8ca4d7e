package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DockerfileTest {

  private static final List<String> INSTRUCTIONS =
      Manifests.text("image/Dockerfile")
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();

  @Test
  void image_is_the_official_one_of_the_flink_that_the_job_is_built_for() {
    assertThat(INSTRUCTIONS.get(0))
        .isEqualTo("FROM flink:" + System.getProperty("flink.version") + "-java17");
  }

  @Test
  void copies_what_is_laid_out_to_where_it_is_laid_out() {
    assertThat(INSTRUCTIONS)
        .filteredOn(line -> line.startsWith("COPY"))
        .containsExactlyInAnyOrder(
            "COPY opt/flink/lib/ /opt/flink/lib/",
            "COPY opt/flink/usrlib/ /opt/flink/usrlib/",
            "COPY opt/earshot/ /opt/earshot/");
  }

  @Test
  void user_is_that_of_the_pods_and_not_root() {
    int user =
        Manifests.deployment().at("/spec/podTemplate/spec/securityContext/runAsUser").asInt();

    assertThat(user).isPositive();
    assertThat(INSTRUCTIONS.get(INSTRUCTIONS.size() - 1)).isEqualTo("USER " + user + ":" + user);
  }
}
