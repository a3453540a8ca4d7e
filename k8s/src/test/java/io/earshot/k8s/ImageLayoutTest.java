package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layout of a checkout in which every file holds its own name. */
final class ImageLayoutTest {

  private static final String JOB = "flink-job/target/earshot-job.jar";
  private static final String ONNXRUNTIME = "flink-job/target/lib/onnxruntime-1.0.0.jar";
  private static final String MODEL = "models/text-safety/model.yaml";
  private static final String REPORTER =
      "k8s/flink/target/plugins/metrics-prometheus/flink-metrics-prometheus-1.jar";
  private static final String STORE =
      "k8s/flink/target/plugins/s3-fs-native/flink-s3-fs-native-1.jar";

  @TempDir Path folder;

  private Path checkout;
  private Path image;

  @BeforeEach
  void build() throws IOException {
    checkout = folder.resolve("check out");
    image = folder.resolve("target image");
    for (String file :
        List.of(
            JOB,
            REPORTER,
            STORE,
            "flink-job/target/lib/rocksdbjni-10.jar",
            MODEL,
            "models/text-safety/model.onnx",
            "models/text-safety/train/train.py",
            "models/src/test/java/ModelTest.java",
            "LICENSE",
            "NOTICE")) {
      write(file);
    }
    runtime(ONNXRUNTIME);
  }

  /** As ONNX Runtime is packed: classes, and libraries for several platforms. */
  private void runtime(String file) throws IOException {
    try (JarOutputStream jar =
        new JarOutputStream(
            Files.newOutputStream(checkout.resolve(file)), manifest("ONNX Runtime"))) {
      for (String entry :
          List.of(
              "ai/onnxruntime/OnnxRuntime.class",
              "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
              "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so",
              "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib",
              "ThirdPartyNotices.txt")) {
        jar.putNextEntry(new JarEntry(entry));
        jar.write(entry.getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
      }
    }
  }

  private static Manifest manifest(String title) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, title);
    return manifest;
  }

  private void write(String file) throws IOException {
    Path path = checkout.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, file);
  }

  @Test
  void job_runtime_models_and_licence_lie_where_the_image_wants_them() throws Exception {
    assertThat(ImageLayout.run(image, checkout)).isEqualTo(new ImageLayout.Result(0, ""));

    assertThat(ImageLayout.files(image))
        .containsExactly(
            "/opt/earshot/LICENSE",
            "/opt/earshot/NOTICE",
            "/opt/earshot/models/text-safety/model.onnx",
            "/opt/earshot/models/text-safety/model.yaml",
            "/opt/earshot/native/libonnxruntime.so",
            "/opt/earshot/native/libonnxruntime4j_jni.so",
            "/opt/flink/lib/onnxruntime-1.0.0.jar",
            "/opt/flink/plugins/metrics-prometheus/flink-metrics-prometheus-1.jar",
            "/opt/flink/plugins/s3-fs-native/flink-s3-fs-native-1.jar",
            "/opt/flink/usrlib/earshot-job.jar");
    assertThat(image.resolve("opt/flink/usrlib/earshot-job.jar")).hasContent(JOB);
  }

  @Test
  void libraries_of_the_runtime_lie_beside_its_classes_and_not_in_them() throws Exception {
    ImageLayout.run(image, checkout);

    assertThat(image.resolve("opt/earshot/native/libonnxruntime.so"))
        .hasContent("ai/onnxruntime/native/linux-x64/libonnxruntime.so");
    try (JarFile jar = new JarFile(image.resolve("opt/flink/lib/onnxruntime-1.0.0.jar").toFile())) {
      assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
          .containsExactlyInAnyOrder(
              "META-INF/MANIFEST.MF", "ai/onnxruntime/OnnxRuntime.class", "ThirdPartyNotices.txt");
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Title"))
          .isEqualTo("ONNX Runtime");
    }
  }

  @Test
  void platform_that_the_runtime_has_no_libraries_for_stops_it() throws Exception {
    ImageLayout.Result result =
        ImageLayout.run(Map.of("PLATFORM", "linux-riscv64"), image, checkout);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("no libraries for linux-riscv64");
    assertThat(image).doesNotExist();
  }

  @Test
  void everything_can_be_read_by_the_user_of_the_image() throws Exception {
    Files.setPosixFilePermissions(
        checkout.resolve(MODEL),
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

    ImageLayout.run(image, checkout);

    for (String file : ImageLayout.files(image)) {
      assertThat(Files.getPosixFilePermissions(image.resolve(file.substring(1))))
          .contains(PosixFilePermission.OTHERS_READ);
    }
  }

  @ParameterizedTest
  @CsvSource({
    JOB + ", earshot-job.jar is not there",
    ONNXRUNTIME + ", jar is not there",
    REPORTER + ", jar is not there",
    STORE + ", jar is not there",
    MODEL + ", no model package",
  })
  void missing_part_stops_it_with_the_way_out(String missing, String message) throws Exception {
    Files.delete(checkout.resolve(missing));

    ImageLayout.Result result = ImageLayout.run(image, checkout);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains(message);
    assertThat(image).doesNotExist();
  }

  @Test
  void two_runtimes_stop_it() throws Exception {
    write("flink-job/target/lib/onnxruntime-0.9.0.jar");

    assertThat(ImageLayout.run(image, checkout).output()).contains("more than one ONNX Runtime");
  }

  @Test
  void directory_with_something_in_it_is_left_alone() throws Exception {
    Files.createDirectories(image);
    Files.writeString(image.resolve("old"), "old");

    ImageLayout.Result result = ImageLayout.run(image, checkout);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("is not empty");
    assertThat(ImageLayout.files(image)).containsExactly("/old");
  }

  @Test
  void no_directory_is_a_clear_message() throws Exception {
    assertThat(ImageLayout.run().output()).contains("give the directory to lay out into");
  }
}
