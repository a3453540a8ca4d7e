package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerfileTest {

  private static final String CPU = "image/Dockerfile";
  private static final String CUDA = "image/Dockerfile.cuda";

  private static List<String> instructions(String file) {
    return Manifests.text(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {CPU, CUDA})
  void image_is_the_official_one_of_the_flink_that_the_job_is_built_for(String file) {
    assertThat(instructions(file))
        .filteredOn(line -> line.startsWith("FROM"))
        .last()
        .isEqualTo("FROM flink:" + System.getProperty("flink.version") + "-java17");
  }

  @ParameterizedTest
  @ValueSource(strings = {CPU, CUDA})
  void copies_what_is_laid_out_to_where_it_is_laid_out(String file) {
    assertThat(instructions(file))
        .filteredOn(line -> line.startsWith("COPY") && !line.contains("--from"))
        .containsExactlyInAnyOrder(
            "COPY opt/flink/lib/ /opt/flink/lib/",
            "COPY opt/flink/usrlib/ /opt/flink/usrlib/",
            "COPY opt/flink/plugins/ /opt/flink/plugins/",
            "COPY opt/earshot/ /opt/earshot/");
  }

  @ParameterizedTest
  @ValueSource(strings = {CPU, CUDA})
  void user_is_that_of_the_pods_and_not_root(String file) {
    int user =
        Manifests.deployment("minimal")
            .at("/spec/podTemplate/spec/securityContext/runAsUser")
            .asInt();

    assertThat(user).isPositive();
    assertThat(instructions(file)).last().isEqualTo("USER " + user + ":" + user);
  }

  @Test
  void image_for_gpus_differs_only_in_what_gpus_need() {
    assertThat(instructions(CUDA)).containsAll(instructions(CPU));
  }
}
