package io.earshot.media.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures for tests. One scene, waves of red, green and blue, is drawn by formula and written with
 * the JDK's encoders. What these cannot write are files of a few hundred bytes of the same scene,
 * made with {@code cwebp}, {@code img2webp} and ImageMagick.
 */
final class Pictures {

  static final int WIDTH = 61;
  static final int HEIGHT = 47;

  private Pictures() {}

  /** A channel of the scene. */
  static int scene(int x, int y, int channel) {
    double phase = channel == 0 ? x / 9.0 : channel == 1 ? y / 7.0 + 1 : (x + y) / 11.0 + 2;
    return (int) (127.5 + 127.5 * Math.sin(phase));
  }

  static BufferedImage draw(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int alpha = x * 255 / (WIDTH - 1);
        image.setRGB(
            x, y, alpha << 24 | scene(x, y, 0) << 16 | scene(x, y, 1) << 8 | scene(x, y, 2));
      }
    }
    return image;
  }

  static byte[] encode(String format, BufferedImage image, boolean interlaced) {
    return encode(format, new IIOImage(image, null, null), interlaced);
  }

  static byte[] encode(String format, Raster raster) {
    return encode(format, new IIOImage(raster, null, null), false);
  }

  private static byte[] encode(String format, IIOImage image, boolean interlaced) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (param.canWriteProgressive()) {
        param.setProgressiveMode(
            interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      }
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.95f);
      }
      writer.write(null, image, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The scene as a raster of ink: cyan, magenta, yellow and no black. */
  static Raster ink() {
    WritableRaster raster =
        Raster.createInterleavedRaster(java.awt.image.DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < 3; c++) {
          raster.setSample(x, y, c, 255 - scene(x, y, c));
        }
      }
    }
    return raster;
  }

  static byte[] file(String name) {
    try (InputStream in =
        Objects.requireNonNull(Pictures.class.getResourceAsStream("/media/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Peak signal-to-noise ratio against the scene, in dB; over white where it fades. */
  static double psnr(RgbImage image, boolean faded) {
    double squares = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < 3; c++) {
          int opacity = x * 255 / (WIDTH - 1);
          double alpha = faded ? opacity / 255.0 : 1;
          double expected = alpha * scene(x, y, c) + (1 - alpha) * 255;
          double error = image.channel(x, y, c) - expected;
          squares += error * error;
        }
      }
    }
    return 10 * Math.log10(255.0 * 255.0 * 3 * WIDTH * HEIGHT / Math.max(squares, 1e-9));
  }
}
