package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class FingerprintCommandTest {

  private static final int RATE = 22_050;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void fingerprint_prints_a_line_for_each_file_and_fails_for_what_it_cannot_read()
      throws IOException {
    Path cover = picture("cover.bin", 1, false);
    Path song = sound("song.wav", 1, 12);
    Path missing = folder.resolve("missing.png");
    Path notes = Files.writeString(folder.resolve("notes.txt"), "not a picture");

    assertThat(run(cover.toString(), missing.toString(), song.toString(), notes.toString()))
        .isEqualTo(EarshotCli.FAILED);

    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0).get("file").asText()).isEqualTo(cover.toString());
    assertThat(lines.get(0).get("kind").asText()).isEqualTo("pdq");
    assertThat(lines.get(0).get("hash").asText()).matches("[0-9a-f]{64}");
    assertThat(lines.get(0).get("quality").asInt()).isEqualTo(100);
    assertThat(lines.get(1).get("error").asText()).contains("no such file");
    assertThat(lines.get(2).get("kind").asText()).isEqualTo("chromaprint");
    assertThat(lines.get(2).get("seconds").asDouble()).isEqualTo(12);
    assertThat(lines.get(2).get("fingerprint")).hasSizeGreaterThan(70);
    lines.get(2).get("fingerprint").forEach(number -> assertThat(number.asLong()).isNotNegative());
    assertThat(lines.get(3).get("error").asText()).contains("no format that is read");
  }

  @Test
  void compare_tells_the_distance_and_what_it_means() throws IOException {
    String known = picture("known.png", 1, false).toString();

    assertThat(run("--compare", known, picture("copy.png", 1, true).toString())).isZero();
    assertThat(run("--compare", known, picture("other.png", 2, false).toString())).isZero();

    assertThat(lines().get(0).get("verdict").asText()).isEqualTo("SAME");
    assertThat(lines().get(0).get("orientation").asText()).isEqualTo("FLIP_Y");
    assertThat(lines().get(1).get("verdict").asText()).isEqualTo("DIFFERENT");
    assertThat(lines().get(1).get("distance").asInt()).isGreaterThan(31);
  }

  @Test
  void compare_of_sounds_tells_what_is_aligned() throws IOException {
    String known = sound("known.wav", 1, 20).toString();

    assertThat(run("--compare", known, sound("start.wav", 1, 15).toString())).isZero();
    assertThat(run("--compare", known, sound("other.wav", 2, 20).toString())).isZero();

    assertThat(lines().get(0).get("verdict").asText()).isEqualTo("SAME");
    assertThat(lines().get(0).get("offsetSeconds").asDouble()).isZero();
    assertThat(lines().get(0).get("alignedSeconds").asDouble()).isGreaterThan(12);
    assertThat(lines().get(1).get("verdict").asText()).isEqualTo("DIFFERENT");
  }

  @Test
  void compare_of_a_picture_with_a_sound_fails_with_the_reason() throws IOException {
    String cover = picture("cover.png", 1, false).toString();

    assertThat(run("--compare", cover, sound("song.wav", 1, 5).toString()))
        .isEqualTo(EarshotCli.FAILED);

    assertThat(err.toString()).contains("compare two of a kind");
  }

  @Test
  void files_and_compare_together_or_neither_are_misuse() {
    assertThat(run()).isEqualTo(EarshotCli.MISUSED);
    assertThat(run("--compare", "a", "b", "c")).isEqualTo(EarshotCli.MISUSED);
  }

  /** Discs drawn from a seed. */
  private Path picture(String name, long seed, boolean mirrored) throws IOException {
    BufferedImage image = new BufferedImage(240, 160, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    if (mirrored) {
      graphics.transform(new AffineTransform(-1, 0, 0, 1, image.getWidth(), 0));
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 40; i++) {
      int size = 20 + random.nextInt(60);
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(random.nextInt(220) - 10, random.nextInt(140) - 10, size, size);
    }
    graphics.dispose();
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Notes drawn from a seed. */
  private Path sound(String name, long seed, int seconds) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer samples = ByteBuffer.allocate(2 * seconds * RATE).order(ByteOrder.LITTLE_ENDIAN);
    double frequency = 0;
    for (int i = 0; i < seconds * RATE; i++) {
      if (i % (RATE / 3) == 0) {
        frequency = 110 * Math.pow(2, random.nextInt(36) / 12.0);
      }
      double phase = 2 * Math.PI * frequency * i / RATE;
      samples.putShort((short) (8000 * (Math.sin(phase) + 0.5 * Math.sin(3 * phase))));
    }
    Path file = folder.resolve(name);
    AudioSystem.write(
        new AudioInputStream(
            new ByteArrayInputStream(samples.array()),
            new AudioFormat(RATE, 16, 1, true, false),
            (long) seconds * RATE),
        AudioFileFormat.Type.WAVE,
        file.toFile());
    return file;
  }

  private List<JsonNode> lines() throws IOException {
    return new ObjectMapper()
        .readerFor(JsonNode.class)
        .<JsonNode>readValues(out.toString())
        .readAll();
  }

  private int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "fingerprint";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(all);
  }
}
