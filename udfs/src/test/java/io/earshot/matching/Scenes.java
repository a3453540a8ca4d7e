package io.earshot.matching;

import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures for tests: discs of many sizes over a gradient, drawn from a seed, and copies of them.
 */
final class Scenes {

  private Scenes() {}

  static BufferedImage draw(long seed, int width, int height) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] discs = new double[40][];
    for (int i = 0; i < discs.length; i++) {
      discs[i] =
          new double[] {
            random.nextDouble(),
            random.nextDouble(),
            0.03 + 0.2 * random.nextDouble(),
            random.nextInt(1 << 24)
          };
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double u = (x + 0.5) / width;
        double v = (y + 0.5) / height;
        int rgb = (int) (255 * u) << 16 | (int) (255 * v) << 8 | 0x40;
        for (double[] disc : discs) {
          if ((u - disc[0]) * (u - disc[0]) + (v - disc[1]) * (v - disc[1]) < disc[2] * disc[2]) {
            rgb = (int) disc[3];
          }
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  static BufferedImage resized(BufferedImage image, int width, int height) {
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }

  static BufferedImage blurred(BufferedImage image, int radius) {
    BufferedImage result =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int[] sums = new int[3];
        int count = 0;
        for (int v = Math.max(0, y - radius);
            v <= Math.min(image.getHeight() - 1, y + radius);
            v++) {
          for (int u = Math.max(0, x - radius);
              u <= Math.min(image.getWidth() - 1, x + radius);
              u++) {
            int rgb = image.getRGB(u, v);
            sums[0] += rgb >> 16 & 0xff;
            sums[1] += rgb >> 8 & 0xff;
            sums[2] += rgb & 0xff;
            count++;
          }
        }
        result.setRGB(x, y, (sums[0] / count) << 16 | (sums[1] / count) << 8 | (sums[2] / count));
      }
    }
    return result;
  }

  static BufferedImage bordered(BufferedImage image, int pixels, Color color) {
    BufferedImage result =
        new BufferedImage(
            image.getWidth() + 2 * pixels,
            image.getHeight() + 2 * pixels,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, result.getWidth(), result.getHeight());
    graphics.drawImage(image, pixels, pixels, null);
    graphics.dispose();
    return result;
  }

  /** Turned by quarters with the clock. */
  static BufferedImage turned(BufferedImage image, int quarters) {
    boolean swapped = quarters % 2 != 0;
    int width = swapped ? image.getHeight() : image.getWidth();
    int height = swapped ? image.getWidth() : image.getHeight();
    AffineTransform transform = new AffineTransform();
    transform.translate(width / 2.0, height / 2.0);
    transform.quadrantRotate(quarters);
    transform.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
    return transformed(image, width, height, transform);
  }

  /** Left and right change places. */
  static BufferedImage mirrored(BufferedImage image) {
    AffineTransform transform = AffineTransform.getScaleInstance(-1, 1);
    transform.translate(-image.getWidth(), 0);
    return transformed(image, image.getWidth(), image.getHeight(), transform);
  }

  private static BufferedImage transformed(
      BufferedImage image, int width, int height, AffineTransform transform) {
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.drawImage(image, transform, null);
    graphics.dispose();
    return result;
  }

  static byte[] jpeg(BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static RgbImage decoded(BufferedImage image) {
    return decoded(png(image), "image/png");
  }

  static RgbImage decoded(byte[] file, String mediaType) {
    try {
      return new ImageDecoder(ImageLimits.DEFAULT).decode(file, mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
