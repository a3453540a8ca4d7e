package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lays out what was packaged, so it runs in the verify phase and not with the tests. */
final class ImageCheck {

  @TempDir Path folder;

  @Test
  void image_holds_what_the_deployment_starts_and_reads() throws Exception {
    Path image = folder.resolve("image");
    JsonNode deployment = Manifests.deployment("minimal");

    assertThat(ImageLayout.run(image)).isEqualTo(new ImageLayout.Result(0, ""));

    List<String> files = ImageLayout.files(image);
    String job = deployment.at("/spec/job/jarURI").asText().substring("local://".length());
    String entry = deployment.at("/spec/job/entryClass").asText().replace('.', '/') + ".class";
    String models = Manifests.jobOptions(deployment).get("scoring.models");
    assertThat(files)
        .contains(
            job,
            "/opt/flink/lib/onnxruntime-" + System.getProperty("onnxruntime.version") + ".jar",
            nativePath(deployment) + "/libonnxruntime.so",
            nativePath(deployment) + "/libonnxruntime4j_jni.so",
            "/opt/earshot/LICENSE",
            "/opt/earshot/NOTICE")
        .anyMatch(file -> file.matches(models + "/[^/]+/model\\.yaml"))
        .anyMatch(file -> file.matches(models + "/[^/]+/model\\.onnx"));
    try (JarFile jar = new JarFile(image.resolve(job.substring(1)).toFile())) {
      assertThat(jar.getJarEntry(entry)).isNotNull();
    }
    assertThat(Files.size(image.resolve("opt/earshot/LICENSE"))).isPositive();
    assertThat(plugins(image))
        .contains(
            "META-INF/services/org.apache.flink.metrics.reporter.MetricReporterFactory",
            "META-INF/services/org.apache.flink.core.fs.FileSystemFactory");
  }

  /** Where the deployment tells ONNX Runtime that its libraries are. */
  private static String nativePath(JsonNode deployment) {
    String option = "-Donnxruntime.native.path=";
    return Stream.of(
            deployment.at("/spec/flinkConfiguration/env.java.opts.all").asText().split(" "))
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("env.java.opts.all has no " + option));
  }

  /** What the plugins declare to be. */
  private static List<String> plugins(Path image) throws IOException {
    List<String> services = new ArrayList<>();
    for (String file : ImageLayout.files(image)) {
      if (file.startsWith("/opt/flink/plugins/")) {
        try (JarFile jar = new JarFile(image.resolve(file.substring(1)).toFile())) {
          jar.stream().map(JarEntry::getName).forEach(services::add);
        }
      }
    }
    return services;
  }
}
