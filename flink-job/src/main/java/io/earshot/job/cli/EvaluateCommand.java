package io.earshot.job.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.job.ConfigurationException;
import io.earshot.job.ModelDirectory;
import io.earshot.job.cli.LabelledLine.BadLabels;
import io.earshot.model.ModelPackageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./earshot evaluate}: how good the models are on labelled lines, through the scoring code
 * of the job.
 */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Scores labelled JSON lines {\"id\",\"text\",\"image\",\"audio\",\"labels\",\"slices\"} with"
          + " the job's models",
      "and says how well the scores fit the labels. A label is 0 or 1; one that is missing is"
          + " unknown.",
      "image and audio are paths of local files, absolute or relative to the data's folder.",
      "'any' is one more label: the highest score, and positive if any known label is."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every line was scored",
      "1:some line was not, or the input or an output failed",
      "2:the command line or the models are wrong"
    })
public final class EvaluateCommand implements Callable<Integer> {

  /** Bad lines that are told one by one; the rest is only counted. */
  private static final int MOST_TOLD = 20;

  private static final int GZIP_MAGIC = 0x8b1f;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      description = "Labelled JSON lines, plain or compressed with gzip.")
  private Path data = Path.of("");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go as JSON, by label and by slice.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Where a page with figures and plots goes.")
  private @Nullable Path html;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Directory with one model package a folder; default: the models of this build.")
  private Path models = Path.of(System.getProperty("earshot.home", ""), "models");

  @Option(
      names = "--cascade",
      description = {
        "Ask the cheaper model first that the text model names as its gate, as the job does;"
            + " without",
        "it the text model is asked alone."
      })
  private boolean cascade;

  /** Scores and compares; what it returns is the exit code. */
  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec == null ? standard(System.err) : spec.commandLine().getErr();
    PrintWriter out = spec == null ? standard(System.out) : spec.commandLine().getOut();
    try {
      requireOutputsOfTheirOwn();
      ModelDirectory directory = ModelDirectory.open(models);
      try (OfflineText text =
              new OfflineText(directory, OfflineText.Steps.of(cascade), "evaluate");
          OfflineMedia media =
              new OfflineMedia(directory, OfflineMedia.folderOf(data), "evaluate");
          InputStream scored = open(data);
          InputStream labelled = open(data)) {
        long start = System.nanoTime();
        Comparison comparison =
            new Comparison(new BoundedLines(labelled, OfflineScoring.MAX_LINE_BYTES), err);
        OfflineScoring.Tally tally =
            new OfflineScoring(text.scorer(), media, comparison, ScoreCommand.progress(err, start))
                .run(scored);
        err.println(OfflineScoring.text(tally, ScoreCommand.seconds(start)));
        comparison.tellTheRest();
        text.tell(err);
        String title = "Evaluation of " + text.name() + " on " + data.getFileName();
        report(comparison.evaluation, title, out);
        return tally.scored() == tally.lines() && comparison.badLabels == 0 ? 0 : 1;
      }
    } catch (ConfigurationException | ModelPackageException e) {
      err.println("evaluate: " + e.getMessage());
      return EarshotCli.MISUSED;
    } catch (IOException e) {
      err.println("evaluate: " + e + "; there is no complete result of " + data);
      return EarshotCli.FAILED;
    }
  }

  private void report(Evaluation evaluation, String title, PrintWriter out) throws IOException {
    out.print(EvaluationReport.table(evaluation));
    out.flush();
    if (json != null) {
      try (OutputStream file = Files.newOutputStream(json)) {
        EvaluationReport.write(evaluation, file);
      }
    }
    if (html != null) {
      Files.writeString(html, EvaluationPage.of(evaluation, title));
    }
  }

  private void requireOutputsOfTheirOwn() throws IOException {
    for (Path output : new Path[] {json, html}) {
      if (output != null && Files.exists(output) && Files.isSameFile(output, data)) {
        throw new ConfigurationException(
            output + " is the data; the result would overwrite it, give another file");
      }
    }
    if (json != null && json.equals(html)) {
      throw new ConfigurationException("--json and --html are both " + json + "; give two files");
    }
  }

  private static InputStream open(Path file) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    bytes.mark(2);
    int magic = bytes.read() | bytes.read() << 8;
    bytes.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
  }

  private static PrintWriter standard(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /**
   * Puts each answer beside its line. Answers come in the order of the lines that are not blank, so
   * the file is read a second time, in step with them, and no line is kept.
   */
  private static final class Comparison implements OfflineScoring.Answers {
    private final Evaluation evaluation = new Evaluation();
    private final BoundedLines lines;
    private final PrintWriter err;
    private long badLabels;
    private long told;
    private long untold;

    Comparison(BoundedLines lines, PrintWriter err) {
      this.lines = lines;
      this.err = err;
    }

    @Override
    public void accept(ObjectNode answer) throws IOException {
      BoundedLines.Line line = lines.next();
      while (line != null && OfflineScoring.isBlank(line.bytes())) {
        line = lines.next();
      }
      if (line == null) {
        throw new IOException("the data has fewer lines than before; it must not change meanwhile");
      }
      JsonNode error = answer.get("error");
      if (error != null) {
        tell(line.number(), error.asText());
        return;
      }
      byte[] bytes = line.bytes();
      if (bytes == null) {
        throw new IOException(
            "line " + line.number() + " is longer than before; it must not change meanwhile");
      }
      try {
        LabelledLine labelled = LabelledLine.parse(bytes);
        Map<String, Double> scores = new TreeMap<>();
        answer
            .path("scores")
            .properties()
            .forEach(score -> scores.put(score.getKey(), score.getValue().asDouble()));
        evaluation.add(labelled, scores);
      } catch (BadLabels e) {
        badLabels++;
        tell(line.number(), String.valueOf(e.getMessage()));
      }
    }

    private void tell(long number, String message) {
      if (told++ < MOST_TOLD) {
        err.println("evaluate: line " + number + ": " + message);
      } else {
        untold++;
      }
    }

    void tellTheRest() {
      if (untold > 0) {
        err.println("evaluate: " + untold + " more bad lines");
      }
      if (badLabels > 0) {
        err.println("evaluate: " + badLabels + " lines with bad labels or slices, left out");
      }
      if (!evaluation.withoutScore().isEmpty()) {
        err.println("evaluate: no model scores the labels " + evaluation.withoutScore());
      }
      if (!evaluation.crowded().isEmpty()) {
        err.println(
            "evaluate: left out the slices "
                + evaluation.crowded()
                + ", which have more than "
                + Evaluation.MAX_VALUES
                + " values");
      }
    }
  }
}
