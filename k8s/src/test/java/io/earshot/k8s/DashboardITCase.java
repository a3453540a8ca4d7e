package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink's dashboard with the running job in a real browser, by hand where there is one:
 *
 * <pre>
 * mvn -pl k8s -am test -Dtest=DashboardITCase -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dearshot.chromium=chromium
 * </pre>
 *
 * <p>It leaves the picture of the README as {@code k8s/target/dashboard.png}. What each box is
 * called is also held without a browser, by {@code JobGraphTest}.
 */
@EnabledIfSystemProperty(
    named = DashboardITCase.CHROMIUM,
    matches = ".+",
    disabledReason = "name the command of a Chromium with -Dearshot.chromium=chromium")
final class DashboardITCase {

  static final String CHROMIUM = "earshot.chromium";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** How large the graph is drawn for the picture; at 1, text is as large as on other pages. */
  private static final double SCALE = 0.62;

  /** Of the page, beside and above the graph, in pixels. */
  private static final int BESIDE = 320;

  private static final int ABOVE = 300;

  /** How much larger than its box a box's text may be before letters of it are cut. */
  private static final int SLACK = 8;

  /**
   * Each box: its place in the middle of its left side, its size, how high its text is, and the
   * text.
   */
  private static final String BOXES =
      """
      [...document.querySelectorAll('g.node-group')].flatMap(group => {
        const place = /translate\\(([-\\d.]+), ([-\\d.]+)\\)/.exec(group.getAttribute('transform'));
        const box = group.querySelector('foreignObject');
        // Drawn, but not put in its place yet.
        if (!place) return [];
        return [{
          right: +place[1] + +box.getAttribute('width'),
          bottom: +place[2] + box.getAttribute('height') / 2,
          height: +box.getAttribute('height'),
          needed: group.querySelector('.node-label-wrapper').scrollHeight,
          name: group.querySelector('.description').textContent.trim()
        }];
      })
      """;

  @TempDir private Path folder;

  @Test
  void everyBoxOfTheGraph_showsTheWholeNameOfItsTask() throws Exception {
    try (PlayedJob job = PlayedJob.start(Files.createDirectory(folder.resolve("models")));
        Browser browser =
            Browser.open(
                System.getProperty(CHROMIUM, "chromium"),
                Files.createDirectory(folder.resolve("browser")),
                job.dashboard())) {
      List<String> tasks = tasks(job);
      JsonNode boxes = drawn(browser, job, tasks.size());

      List<String> names = new ArrayList<>();
      boxes.forEach(box -> names.add(box.get("name").asText()));
      assertThat(names).containsExactlyInAnyOrderElementsOf(tasks);
      assertThat(boxes)
          .allSatisfy(
              box ->
                  assertThat(box.get("needed").asInt())
                      .as(box.get("name").asText())
                      .isLessThanOrEqualTo(box.get("height").asInt() + SLACK));
      picture(browser, boxes, Manifests.MODULE.resolve("target/dashboard.png"));
    }
  }

  /** The names of the job's tasks, as the JobManager has them. */
  private static List<String> tasks(PlayedJob job) throws IOException, InterruptedException {
    List<String> tasks = new ArrayList<>();
    Manifests.json(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(job.rest()).build(), BodyHandlers.ofString())
                .body())
        .get("vertices")
        .forEach(vertex -> tasks.add(vertex.get("name").asText()));
    return tasks;
  }

  /** The boxes, when the page has drawn them all and shows how busy they are. */
  private static JsonNode drawn(Browser browser, PlayedJob job, int tasks) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (int second = 1; ; second++) {
      job.playUntil(job.begin().plusSeconds(second));
      JsonNode boxes = browser.evaluate(BOXES);
      if ((boxes.size() == tasks && second > 20) || System.nanoTime() > deadline) {
        return boxes;
      }
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
  }

  /** The graph as an operator sees it who has drawn the panel larger and zoomed in. */
  private static void picture(Browser browser, JsonNode boxes, Path file) throws Exception {
    int width = 0;
    int height = 0;
    for (JsonNode box : boxes) {
      width = Math.max(width, (int) (box.get("right").asDouble() * SCALE) + 60);
      height = Math.max(height, (int) (box.get("bottom").asDouble() * SCALE) + 60);
    }
    browser.resize(width + BESIDE, height + ABOVE);
    browser.evaluate(
        String.format(
            Locale.ROOT,
            """
            document.querySelector('flink-dagre').parentElement.style.height = '%1$dpx';
            document.querySelector('flink-svg-container').style.height = '%1$dpx';
            document.querySelector('g.graph').parentElement
                .setAttribute('transform', 'translate(20, 20) scale(%2$s)');
            """,
            height,
            SCALE));
    ImageIO.write(
        fewColours(ImageIO.read(new ByteArrayInputStream(browser.screenshot()))),
        "png",
        file.toFile());
  }

  /** The same with 256 colours: a third as large, and a page of boxes and text has no more. */
  private static BufferedImage fewColours(BufferedImage image) {
    byte[][] levels = new byte[3][252];
    for (int i = 0; i < 252; i++) {
      levels[0][i] = (byte) (255 * (i / 42) / 5);
      levels[1][i] = (byte) (255 * (i / 6 % 7) / 6);
      levels[2][i] = (byte) (255 * (i % 6) / 5);
    }
    BufferedImage reduced =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 252, levels[0], levels[1], levels[2]));
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        reduced.setRGB(x, y, image.getRGB(x, y));
      }
    }
    return reduced;
  }
}
