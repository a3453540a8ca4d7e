package io.earshot.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);
  private static final BufferedImage RGB = Pictures.draw(BufferedImage.TYPE_INT_RGB);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void png_is_decoded_exactly(boolean interlaced) throws Exception {
    RgbImage image = DECODER.decode(Pictures.encode("png", RGB, interlaced), "image/png");

    assertThat(image.width()).isEqualTo(Pictures.WIDTH);
    assertThat(image.height()).isEqualTo(Pictures.HEIGHT);
    assertThat(Pictures.psnr(image, false)).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void transparency_of_png_is_laid_over_white(boolean interlaced) throws Exception {
    BufferedImage faded = Pictures.draw(BufferedImage.TYPE_INT_ARGB);

    RgbImage image = DECODER.decode(Pictures.encode("png", faded, interlaced), "image/png");

    assertThat(Pictures.psnr(image, true)).isGreaterThan(55);
    assertThat(image.channel(0, 20, 0)).isEqualTo(255);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1", "0,2", "0,4", "0,8", "0,16", "2,8", "2,16", "3,1", "3,2", "3,4", "3,8", "4,8", "4,16",
    "6,8", "6,16"
  })
  void png_of_every_colour_type_and_depth_has_its_pixels(int type, int depth) throws Exception {
    int channels = type == 2 ? 3 : type == 4 ? 2 : type == 6 ? 4 : 1;
    int most = (1 << depth) - 1;
    int width = 5;
    int height = 3;
    int rowBytes = (width * channels * depth + 7) / 8;
    byte[] rows = new byte[height * (1 + rowBytes)];
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < width * channels; i++) {
        boolean alpha = (type & 4) != 0 && i % channels == channels - 1;
        int value = alpha ? most : (int) ((long) (i + y) * most / 20);
        int bit = 8 * (y * (1 + rowBytes) + 1) + i * depth;
        if (depth == 16) {
          rows[bit / 8] = (byte) (value >> 8);
          rows[bit / 8 + 1] = (byte) value;
        } else {
          rows[bit / 8] |= (byte) (value << (8 - depth - bit % 8));
        }
      }
    }
    byte[] palette = new byte[3 << depth & 0x3ff];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (255 - i / 3);
    }

    RgbImage image = DECODER.decode(png(width, height, depth, type, 0, palette, rows), "image/png");

    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = (int) ((long) (x * channels + y) * most / 20);
        int expected =
            type == 3
                ? 255 - value
                : depth == 16 ? value >> 8 : (int) Math.floor(value * 255.0 / most);
        assertThat(image.channel(x, y, 0)).as("%s, %s", x, y).isEqualTo(expected);
      }
    }
  }

  @Test
  void gif_is_decoded_exactly_plain_and_interlaced() throws Exception {
    byte[] grey = new byte[256];
    for (int i = 0; i < 256; i++) {
      grey[i] = (byte) i;
    }
    IndexColorModel greys = new IndexColorModel(8, 256, grey, grey, grey);
    BufferedImage image =
        new BufferedImage(Pictures.WIDTH, Pictures.HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, greys);
    for (int y = 0; y < Pictures.HEIGHT; y++) {
      for (int x = 0; x < Pictures.WIDTH; x++) {
        image.getRaster().setSample(x, y, 0, Pictures.scene(x, y, 2));
      }
    }
    for (boolean interlaced : new boolean[] {false, true}) {
      RgbImage decoded = DECODER.decode(Pictures.encode("gif", image, interlaced), "image/gif");
      for (int y = 0; y < Pictures.HEIGHT; y++) {
        for (int x = 0; x < Pictures.WIDTH; x++) {
          assertThat(decoded.channel(x, y, 1)).isEqualTo(Pictures.scene(x, y, 2));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jpeg_baseline_and_progressive_are_close_to_what_was_drawn(boolean progressive)
      throws Exception {
    RgbImage image = DECODER.decode(Pictures.encode("jpeg", RGB, progressive), "image/jpeg");

    assertThat(Pictures.psnr(image, false)).isGreaterThan(34);
  }

  @Test
  void grey_jpeg_keeps_its_greys() throws Exception {
    BufferedImage grey =
        new BufferedImage(Pictures.WIDTH, Pictures.HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, Pictures.WIDTH, Pictures.HEIGHT, 0, greys());

    RgbImage image = DECODER.decode(Pictures.encode("jpeg", grey, false), "image/jpeg");

    assertThat(image.channel(30, 20, 0)).isCloseTo(Pictures.scene(30, 20, 0), within(6));
    assertThat(image.channel(30, 20, 2)).isEqualTo(image.channel(30, 20, 0));
  }

  @Test
  void cmyk_jpeg_without_markers_is_ink_and_with_adobes_inverted() throws Exception {
    RgbImage plain = DECODER.decode(Pictures.encode("jpeg", Pictures.ink()), "image/jpeg");
    RgbImage adobe = DECODER.decode(Pictures.file("cmyk.jpg"), "image/jpeg");

    assertThat(Pictures.psnr(plain, false)).isGreaterThan(34);
    assertThat(Pictures.psnr(adobe, false)).isGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({
    "lossy.webp, false, 28",
    "lossless.webp, false, 100",
    "animated.webp, false, 28",
    "lossy-alpha.webp, true, 28",
    "lossless-alpha.webp, true, 40"
  })
  void webp_is_close_to_what_was_drawn(String file, boolean faded, double least) throws Exception {
    RgbImage image = DECODER.decode(Pictures.file(file), "image/webp");

    assertThat(Pictures.psnr(image, faded)).isGreaterThan(least);
  }

  @Test
  void a_picture_of_another_type_than_stated_is_refused() {
    byte[] png = Pictures.encode("png", RGB, false);

    assertReason(png, "image/jpeg", Reason.WRONG_TYPE, "image/png");
    assertReason(png, "image/tiff", Reason.UNSUPPORTED, "image/tiff");
    assertReason(png, "audio/mpeg", Reason.WRONG_TYPE, "image/png");
    assertReason(new byte[0], "image/png", Reason.EMPTY, "no bytes");
    assertReason(new byte[100], "image/png", Reason.WRONG_TYPE, "no format");
    assertReason("fLaC".getBytes(StandardCharsets.US_ASCII), "audio/flac", Reason.WRONG_TYPE, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "jpeg"})
  void a_picture_cut_anywhere_is_truncated(String format) {
    byte[] file = Pictures.encode(format, RGB, false);
    for (int length = 14; length < file.length - 24; length += 7) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> DECODER.decode(cut, "image/" + format))
          .as("cut to %s of %s", length, file.length)
          .isInstanceOfSatisfying(
              MediaException.class,
              e -> assertThat(e.reason()).isIn(Reason.TRUNCATED, Reason.EMPTY));
    }
  }

  @Test
  void a_header_that_claims_more_than_the_limit_is_refused_before_decoding() {
    byte[] rows = new byte[100];
    byte[] huge = png(60_000, 60_000, 8, 2, 0, new byte[0], rows);
    byte[] wide = png(20_000, 1, 8, 0, 0, new byte[0], rows);

    assertReason(huge, "image/png", Reason.TOO_LARGE, "60000 × 60000");
    assertReason(wide, "image/png", Reason.TOO_LARGE, "20000 × 1");
    assertReason(png(0, 10, 8, 0, 0, new byte[0], rows), "image/png", Reason.EMPTY, "0 × 10");
    byte[] gif = Pictures.encode("gif", RGB, false);
    gif[7] = (byte) 0xff;
    gif[9] = (byte) 0xff;
    assertReason(gif, "image/gif", Reason.TOO_LARGE, "GIF");
    byte[] jpeg = Pictures.encode("jpeg", RGB, false);
    int frame = indexOf(jpeg, 0xc0);
    jpeg[frame + 4] = 0x7f;
    jpeg[frame + 6] = 0x7f;
    assertReason(jpeg, "image/jpeg", Reason.TOO_LARGE, "JPEG");
    assertReason(new byte[(20 << 20) + 1], "image/png", Reason.TOO_LARGE, "bytes");
  }

  /** 4 GB of zeros deflate to 4 MB; here a twentieth of that, in rows that are not there. */
  @Test
  void a_png_that_inflates_to_more_than_its_pixels_costs_its_pixels_only() throws Exception {
    byte[] bomb = png(16, 16, 8, 0, 0, new byte[0], new byte[200_000_000]);
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();

    RgbImage image = DECODER.decode(bomb, "image/png");

    assertThat(image.channel(3, 3, 0)).isZero();
    assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(50_000_000);
  }

  @Test
  void a_jpeg_of_endless_scans_is_refused() {
    byte[] file = Pictures.encode("jpeg", RGB, true);
    int scan = indexOf(file, 0xda) - 1;
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(file, 0, scan);
    int end = scan + 2;
    while (!((file[end] & 0xff) == 0xff && file[end + 1] != 0)) {
      end++;
    }
    for (int i = 0; i < 2000; i++) {
      bomb.write(file, scan, end - scan);
    }
    bomb.write(file, end, file.length - end);

    assertReason(bomb.toByteArray(), "image/jpeg", Reason.TOO_LARGE, "scans");
  }

  @Test
  void damage_is_called_corrupt() {
    byte[] png = Pictures.encode("png", RGB, false);
    png[png.length / 2] ^= 0x55;
    assertReason(png, "image/png", Reason.CORRUPT, "PNG");

    byte[] unknown = png(5, 5, 8, 5, 0, new byte[0], new byte[100]);
    assertReason(unknown, "image/png", Reason.CORRUPT, "colour type 5");
  }

  private static void assertReason(byte[] bytes, String type, Reason reason, String part) {
    assertThatThrownBy(() -> DECODER.decode(bytes, type))
        .isInstanceOfSatisfying(MediaException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(part);
  }

  private static int[] greys() {
    int[] greys = new int[Pictures.WIDTH * Pictures.HEIGHT];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = Pictures.scene(i % Pictures.WIDTH, i / Pictures.WIDTH, 0);
    }
    return greys;
  }

  private static int indexOf(byte[] file, int marker) {
    for (int i = 0; i + 1 < file.length; i++) {
      if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == marker) {
        return i + 1;
      }
    }
    throw new AssertionError("no marker " + marker);
  }

  private static byte[] png(
      int width, int height, int depth, int type, int interlace, byte[] palette, byte[] rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    chunk(
        out,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) type)
            .putShort((short) 0)
            .put((byte) interlace)
            .array());
    if (type == 3) {
      chunk(out, "PLTE", palette);
    }
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    while (!deflater.finished()) {
      data.write(buffer, 0, deflater.deflate(buffer));
    }
    chunk(out, "IDAT", data.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
    byte[] tag = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(tag);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(tag);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
