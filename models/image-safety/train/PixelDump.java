import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.PixelTensor;
import io.earshot.media.image.RgbImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The stream's decoder and resizing as a filter: java PixelDump.java LIST OUT, so that what is measured is what is served. */
public final class PixelDump {
  public static void main(String[] args) throws Exception {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    PixelTensor tensor =
        PixelTensor.unitRange(224, 224, PixelTensor.Layout.NCHW, PixelTensor.Resize.BILINEAR_ALIGN_CORNERS);
    Path out = Path.of(args[1]);
    Files.createDirectories(out);
    List<String> files = Files.readAllLines(Path.of(args[0]));
    for (int i = 0; i < files.size(); i++) {
      String name = files.get(i);
      String type = name.replaceAll(".*\\.", "").toLowerCase().replace("jpg", "jpeg");
      RgbImage image;
      try {
        image = decoder.decode(Files.readAllBytes(Path.of(name)), "image/" + type);
      } catch (java.io.IOException e) {
        System.err.println(name + ": " + e.getMessage());
        continue;
      }
      try (DataOutputStream data = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(out.resolve(i + ".rgb"))))) {
        data.writeInt(image.width());
        data.writeInt(image.height());
        for (int y = 0; y < image.height(); y++) {
          for (int x = 0; x < image.width(); x++) {
            for (int c = 0; c < 3; c++) {
              data.write(image.channel(x, y, c));
            }
          }
        }
      }
      try (DataOutputStream data = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(out.resolve(i + ".f32"))))) {
        for (float value : tensor.of(image)) {
          data.writeInt(Float.floatToIntBits(value));
        }
      }
    }
  }
}
