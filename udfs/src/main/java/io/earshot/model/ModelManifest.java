package io.earshot.model;

import io.earshot.media.audio.AudioInput;
import io.earshot.media.audio.AudioStream;
import io.earshot.media.image.PixelTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model package says about itself in {@code model.yaml}. Every key is required unless marked
 * otherwise, and no other key is allowed: a mistyped key is an error and not a default.
 *
 * @param id stable name of the model, kept across versions
 * @param version of weights, labels and preprocessing together; it stands in every decision
 * @param task what the outputs mean
 * @param modality what it judges
 * @param file the ONNX file, relative to the package
 * @param sha256 of that file, 64 hexadecimal digits
 * @param licence SPDX id of the weights' licence
 * @param inputs the graph's inputs
 * @param outputs the graph's outputs; the first holds the scores
 * @param labels in the order of the output's columns
 * @param preprocessing how a text, a picture or a sound becomes input
 * @param batching the shapes the model is run with
 * @param selfTest what the model must answer before it is used
 * @param gate which cheaper model may clear a text before this one is asked; optional
 * @param devices options for the devices it runs on; optional
 */
public record ModelManifest(
    String id,
    String version,
    Task task,
    Medium modality,
    String file,
    String sha256,
    String licence,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    List<Label> labels,
    Preprocessing preprocessing,
    Batching batching,
    SelfTest selfTest,
    Optional<Gate> gate,
    DeviceSettings devices) {

  /** The manifest's file name within a package. */
  public static final String FILE_NAME = "model.yaml";

  /**
   * Reads and checks a manifest.
   *
   * @throws ModelPackageException naming file, key, value and what is allowed, when it cannot be
   *     used as it stands
   */
  public static ModelManifest read(Path file) {
    return ManifestReader.read(file);
  }

  /** Element type of a tensor. */
  public enum ElementType {
    INT64,
    FLOAT32
  }

  /**
   * A tensor of the graph.
   *
   * @param name as in the graph
   * @param type of its elements
   * @param shape each dimension a number, or the name of one that varies ({@code batch}, {@code
   *     sequence})
   */
  public record TensorSpec(String name, ElementType type, List<String> shape) {}

  /**
   * A label the model scores.
   *
   * @param name of the label
   * @param threshold in (0, 1], of calibrated scores: where the model card says that precision
   *     reaches its target on held-out data
   * @param calibration from the graph's score to the one that rules see; optional, {@link
   *     Calibration#NONE} unless given
   */
  public record Label(String name, double threshold, Calibration calibration) {}

  /** What a model judges. */
  public enum Medium {
    TEXT,
    IMAGE,
    AUDIO;

    /** As manifests and configuration spell it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the columns of the scores mean. */
  public enum Task {
    /** Each label is there or not, whatever the others are. */
    MULTI_LABEL_CLASSIFICATION("multi-label-classification"),
    /** One of the labels; the scores of a row add up to 1. */
    CLASSIFICATION("classification"),
    /**
     * Whether somebody speaks: the columns are the frames of a window, as many of one length as
     * there are columns, and the one label is about all of them.
     */
    SPEECH_ACTIVITY("speech-activity");

    private final String key;

    Task(String key) {
      this.key = key;
    }

    /** As manifests spell it. */
    public String key() {
      return key;
    }
  }

  /** How what is judged becomes the graph's input. */
  public sealed interface Preprocessing permits WordPiece, Pixels, Sound {

    /** As manifests spell it: {@code wordpiece}, {@code image} or {@code audio}. */
    String kind();
  }

  /**
   * How text becomes token ids.
   *
   * @param vocabulary file relative to the package, one token a line, the line's number from 0 is
   *     the id
   * @param vocabularySha256 of that file, 64 hexadecimal digits
   * @param lowercase whether tokens are looked up in lower case with accents removed
   * @param normaliser version of the text normaliser the thresholds were measured with
   * @param maxTokens longest row, special tokens included
   */
  public record WordPiece(
      String vocabulary,
      String vocabularySha256,
      boolean lowercase,
      String normaliser,
      int maxTokens)
      implements Preprocessing {

    @Override
    public String kind() {
      return "wordpiece";
    }
  }

  /**
   * How a picture becomes numbers, {@code (value × scale − mean) / deviation} a channel, red first.
   *
   * @param width columns of the input
   * @param height rows of the input
   * @param layout {@code NCHW} or {@code NHWC}
   * @param scale factor of a channel's value from 0 to 255
   * @param resize {@code bilinear} or {@code bilinear-align-corners}
   * @param mean of red, green and blue after scaling; optional, zeros unless given
   * @param deviation of red, green and blue after scaling; optional, ones unless given
   */
  public record Pixels(
      int width,
      int height,
      PixelTensor.Layout layout,
      double scale,
      PixelTensor.Resize resize,
      List<Double> mean,
      List<Double> deviation)
      implements Preprocessing {

    @Override
    public String kind() {
      return "image";
    }

    /** What makes pixels so. */
    public PixelTensor tensor() {
      return new PixelTensor(width, height, layout, scale, floats(mean), floats(deviation), resize);
    }

    private static float[] floats(List<Double> values) {
      float[] floats = new float[values.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values.get(i).floatValue();
      }
      return floats;
    }
  }

  /**
   * How a sound becomes windows of numbers.
   *
   * @param sampleRate samples a second, {@value AudioStream#RATE}: sounds are resampled to it
   * @param features what a window's numbers are
   * @param windowMs what a window answers for, milliseconds
   * @param hopMs from one window's start to the next's, milliseconds
   * @param contextSamples samples before the window that its input begins with; optional, 0 unless
   *     given, and always 0 with log-mel
   * @param logMel how energies are computed; with features {@code log-mel} only
   */
  public record Sound(
      int sampleRate,
      Features features,
      int windowMs,
      int hopMs,
      int contextSamples,
      Optional<LogMel> logMel)
      implements Preprocessing {

    /** What a window's numbers are. */
    public enum Features {
      LOG_MEL("log-mel"),
      WAVEFORM("waveform");

      private final String key;

      Features(String key) {
        this.key = key;
      }

      /** As manifests spell it. */
      public String key() {
        return key;
      }
    }

    /**
     * Energies in mel bands; {@link AudioInput.Mel} has the formula.
     *
     * @param window samples of a frame
     * @param hop samples from one frame to the next
     * @param fft samples of the transform, a power of two
     * @param mels bands
     * @param fmin where the first band starts, hertz
     * @param fmax where the last band ends, hertz
     * @param offset added before the logarithm
     */
    public record LogMel(
        int window, int hop, int fft, int mels, double fmin, double fmax, double offset) {}

    @Override
    public String kind() {
      return "audio";
    }

    /**
     * What makes windows so.
     *
     * @throws IllegalArgumentException saying which values do not go together
     */
    public AudioInput input() {
      return logMel
          .<AudioInput>map(
              mel ->
                  AudioInput.Mel.of(
                      windowMs,
                      hopMs,
                      mel.window(),
                      mel.hop(),
                      mel.fft(),
                      mel.mels(),
                      mel.fmin(),
                      mel.fmax(),
                      mel.offset()))
          .orElseGet(() -> AudioInput.Waveform.of(windowMs, hopMs, contextSamples));
    }
  }

  /**
   * The shapes a model is run with.
   *
   * @param lengthBuckets row lengths in tokens, ascending; a row is padded to the first that holds
   *     it. Of texts only; empty for pictures and sounds, whose rows are all of one length
   * @param minBatch fewest rows of a run, shorter batches are padded to it; optional, {@link
   *     #DEFAULT_MIN} unless given
   * @param maxBatch most rows of a run
   */
  public record Batching(List<Integer> lengthBuckets, int minBatch, int maxBatch) {

    /**
     * A product of a single row with a matrix takes another kernel than that of many rows, and
     * differs from it in the last bits. From two rows on, a row's scores are the same bits whatever
     * the batch.
     */
    public static final int DEFAULT_MIN = 2;
  }

  /** What the model must answer before it is used. */
  public sealed interface SelfTest permits TextSample, MediaSample {

    /**
     * Calibrated score of every label, rounded to 3 decimals. Of a sound, the highest of all
     * windows; of {@link Task#SPEECH_ACTIVITY}, the share of the sound's frames at the threshold or
     * above.
     */
    SortedMap<String, Double> expected();
  }

  /**
   * A text to score.
   *
   * @param text one window long
   */
  public record TextSample(String text, SortedMap<String, Double> expected) implements SelfTest {}

  /**
   * A picture or a sound to score.
   *
   * @param media file relative to the package
   * @param mediaSha256 of that file, 64 hexadecimal digits
   */
  public record MediaSample(String media, String mediaSha256, SortedMap<String, Double> expected)
      implements SelfTest {}

  /**
   * The first step of a cascade: a text of which no score of the cheaper model reaches its label's
   * threshold is taken as cleared by it.
   *
   * @param model id of the cheaper model, a package beside this one
   * @param version of it that the thresholds were fitted on
   * @param pass calibrated score of the cheaper model, a label, from which on a text goes to this
   *     model
   * @param recall share of what this model finds (any label at its threshold) that the gate passes
   * @param cleanPassed share of clean ordinary texts that it passes all the same
   * @param fittedOn what texts both were measured on
   */
  public record Gate(
      String model,
      String version,
      SortedMap<String, Double> pass,
      double recall,
      double cleanPassed,
      String fittedOn) {}

  /**
   * Options of a device for this model, over those that every session has; names and values are
   * those of ONNX Runtime's execution providers.
   *
   * @param cpu session options, as {@code session.intra_op.allow_spinning}
   * @param cuda options of the CUDA provider, as {@code gpu_mem_limit}
   * @param tensorrt options of the TensorRT provider, as {@code trt_max_workspace_size}
   */
  public record DeviceSettings(
      SortedMap<String, String> cpu,
      SortedMap<String, String> cuda,
      SortedMap<String, String> tensorrt) {

    /** Nothing but what every session has. */
    public static final DeviceSettings NONE =
        new DeviceSettings(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** The name by which scores carry the model: id and version. */
  public String name() {
    return id + "@" + version;
  }

  /** The labels' names in column order. */
  public List<String> labelNames() {
    return labels.stream().map(Label::name).toList();
  }
}
