package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user adds a detector by adding a jar: to the catalog, to bundles, and to what rules ask. */
final class DetectorJarTest {

  /** As somebody else would write it, in a package of theirs. */
  private static final String DETECTOR =
      """
      package example;

      import io.earshot.assessment.Assessment;
      import io.earshot.intake.ContentRef;
      import io.earshot.risk.CreatorView;
      import io.earshot.risk.Detector;
      import io.earshot.risk.DetectorSpec;
      import io.earshot.risk.DetectorState;
      import io.earshot.risk.Finding;
      import io.earshot.risk.Parameter;
      import io.earshot.risk.RiskGroup;
      import io.earshot.stats.ByteReader;
      import java.util.List;

      public final class LongTitles implements Detector {
        private static final Parameter LENGTH = Parameter.count("length", "from this length on");
        private static final DetectorSpec SPEC =
            new DetectorSpec("X01", "long_titles", "INT.KEYWORD", RiskGroup.SPAM, "a long title",
                List.of(LENGTH), List.of(DetectorSpec.Evidence.whole("length", "its length")));

        @Override public DetectorSpec spec() { return SPEC; }
        @Override public boolean looksAt(ContentRef content) { return true; }
        @Override public DetectorState start() {
          return (assessment, creator, set) ->
              assessment.content().titleLength() >= set.get(LENGTH)
                  ? new Finding(1, assessment.content().titleLength())
                  : null;
        }
        @Override public DetectorState read(ByteReader in) { return start(); }
      }
      """;

  /** Compiles a bundle in the class loader that it is loaded by, and says what that knows. */
  private static final String PROBE =
      """
      package example;

      import io.earshot.intake.Modality;
      import io.earshot.policy.PolicyEvaluator;
      import io.earshot.policy.Vocabulary;
      import io.earshot.risk.DetectorCatalog;
      import java.util.List;
      import java.util.Map;

      public final class Probe implements java.util.function.Supplier<String> {
        @Override public String get() {
          try {
            PolicyEvaluator policies = PolicyEvaluator.compile("mine", String.join("\\n",
                "bundle: mine",
                "version: '1'",
                "detectors: {X01: {risk: 0.1, length: 90}}",
                "policies:",
                "  - id: INT.KEYWORD",
                "    version: '1'",
                "    clause: https://example.com/keywords",
                "    rules:",
                "      - id: long-title",
                "        if: creator.detectors.X01.fired && creator.detectors.X01.length >= 100",
                "        then: {action: SEND_TO_REVIEW}",
                "        because: A long title"),
                new Vocabulary(Map.of(Modality.TEXT, List.of("spam"))));
            return DetectorCatalog.installed().find("X01").getClass().getName()
                + " of " + DetectorCatalog.installed().all().size()
                + ", rules " + policies.written().policies().get(0).rules().size();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aDetectorOfAnotherJar_isInTheCatalogAndHasItsPlaceInBundlesAndRules() throws Exception {
    int here = DetectorCatalog.installed().all().size();
    try (URLClassLoader loader =
        new URLClassLoader(classPathWith(jar()), ClassLoader.getPlatformClassLoader())) {
      Supplier<?> probe =
          (Supplier<?>) loader.loadClass("example.Probe").getDeclaredConstructor().newInstance();

      assertThat(probe.get()).isEqualTo("example.LongTitles of " + (here + 1) + ", rules 1");
    }
  }

  private Path jar() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("example"));
    Path detector = Files.writeString(sources.resolve("LongTitles.java"), DETECTOR);
    Path probe = Files.writeString(sources.resolve("Probe.java"), PROBE);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                detector.toString(),
                probe.toString());
    assertThat(result).isZero();
    Path jar = folder.resolve("detectors.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      put(out, "META-INF/services/io.earshot.risk.Detector", bytes("example.LongTitles\n"));
      try (Stream<Path> compiled = Files.list(classes.resolve("example"))) {
        for (Path one : compiled.sorted().toList()) {
          put(out, "example/" + one.getFileName(), Files.readAllBytes(one));
        }
      }
    }
    return jar;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static URL[] classPathWith(Path jar) throws IOException {
    List<URL> urls = new ArrayList<>(List.of(jar.toUri().toURL()));
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(path).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
