package io.earshot.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a model package says about itself in {@code model.yaml}. Every key is required unless marked
 * otherwise, and no other key is allowed: a mistyped key is an error and not a default.
 *
 * @param id stable name of the model, kept across versions
 * @param version of weights, labels and preprocessing together; it stands in every decision
 * @param task what the outputs mean; {@code multi-label-classification}
 * @param modality {@code text}, {@code image} or {@code audio}
 * @param file the ONNX file, relative to the package
 * @param sha256 of that file, 64 hexadecimal digits
 * @param licence SPDX id of the weights' licence
 * @param inputs the graph's inputs
 * @param outputs the graph's outputs
 * @param labels in the order of the output's columns
 * @param preprocessing how text becomes input
 * @param batching the shapes the model is run with
 * @param selfTest what the model must answer before it is used
 * @param gate which cheaper model may clear a text before this one is asked; optional
 */
public record ModelManifest(
    String id,
    String version,
    String task,
    String modality,
    String file,
    String sha256,
    String licence,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    List<Label> labels,
    Preprocessing preprocessing,
    Batching batching,
    SelfTest selfTest,
    Optional<Gate> gate) {

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

  /**
   * How text becomes token ids.
   *
   * @param kind {@code wordpiece}
   * @param vocabulary file relative to the package, one token a line, the line's number from 0 is
   *     the id
   * @param vocabularySha256 of that file, 64 hexadecimal digits
   * @param lowercase whether tokens are looked up in lower case with accents removed
   * @param normaliser version of the text normaliser the thresholds were measured with
   * @param maxTokens longest row, special tokens included
   */
  public record Preprocessing(
      String kind,
      String vocabulary,
      String vocabularySha256,
      boolean lowercase,
      String normaliser,
      int maxTokens) {}

  /**
   * The shapes a model is run with.
   *
   * @param lengthBuckets row lengths in tokens, ascending; a row is padded to the first that holds
   *     it
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

  /**
   * A text and what the model must answer.
   *
   * @param text to score, one window long
   * @param expected calibrated score of every label, rounded to 3 decimals
   */
  public record SelfTest(String text, SortedMap<String, Double> expected) {}

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

  /** The labels' names in column order. */
  public List<String> labelNames() {
    return labels.stream().map(Label::name).toList();
  }
}
