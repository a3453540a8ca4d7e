package io.earshot.job.bench;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.TextField;
import io.earshot.intake.WorkItem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Pictures and sounds to measure with, made from a seed each: no two are the same, and every run
 * has the same ones. Pictures are PNG of 640 × 480 pixels, shapes over a gradient; sounds are WAVE
 * of 10 s, 16 bit, 44.1 kHz, mono, tones in noise, so that they must be resampled too.
 */
final class BenchMedia {

  static final String PNG = "image/png";
  static final String WAV = "audio/wav";

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int SHAPES = 12;
  private static final int RATE = 44_100;
  private static final int SECONDS = 10;

  private BenchMedia() {}

  /** Pictures, inline. */
  static List<WorkItem> pictures(int count) throws IOException {
    List<WorkItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(item(i, Modality.IMAGE, List.of(), media(PNG, picture(new Random(i)))));
    }
    return items;
  }

  /** Sounds, inline. */
  static List<WorkItem> sounds(int count) {
    List<WorkItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(item(i, Modality.AUDIO, List.of(), media(WAV, sound(new Random(i)))));
    }
    return items;
  }

  /** The bytes of an item's medium. */
  static byte[] bytes(WorkItem item) {
    return Objects.requireNonNull(Objects.requireNonNull(item.media()).content());
  }

  /** An item of one modality. */
  static WorkItem item(
      int number, Modality modality, List<TextField> fields, @Nullable MediaRef media) {
    ContentRef content =
        new ContentRef(
            "event-" + number,
            "content-" + number,
            1,
            "creator",
            ContentKind.TRACK,
            "und",
            "ZZ",
            0,
            null,
            false,
            fields.isEmpty() ? 0 : fields.get(0).text().length(),
            0,
            0,
            List.of(modality),
            new SourceRef("bench", 0, number));
    return new WorkItem(content, modality, fields, media, null);
  }

  private static byte[] picture(Random random) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int blue = random.nextInt(256);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, (255 * x / WIDTH) << 16 | (255 * y / HEIGHT) << 8 | blue);
      }
    }
    for (int shape = 0; shape < SHAPES; shape++) {
      int left = random.nextInt(WIDTH - 1);
      int top = random.nextInt(HEIGHT - 1);
      int width = 1 + random.nextInt(WIDTH - left);
      int height = 1 + random.nextInt(HEIGHT - top);
      int colour = random.nextInt(1 << 24);
      int[] row = new int[width * height / 2 + width];
      Arrays.fill(row, colour);
      image.setRGB(left, top, width, Math.max(1, height / 2), row, 0, width);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", out)) {
      throw new IllegalStateException("every Java platform writes PNG");
    }
    return out.toByteArray();
  }

  private static byte[] sound(Random random) {
    int samples = RATE * SECONDS;
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
    out.put(ascii("data")).putInt(2 * samples);
    double hertz = 100 + random.nextInt(2_000);
    for (int i = 0; i < samples; i++) {
      double tone = Math.sin(2 * Math.PI * hertz * i / RATE);
      double noise = 2 * random.nextDouble() - 1;
      out.putShort((short) (16_000 * (0.6 * tone + 0.3 * noise)));
    }
    return out.array();
  }

  private static MediaRef media(String type, byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new MediaRef(type, HexFormat.of().formatHex(digest), bytes, null);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
