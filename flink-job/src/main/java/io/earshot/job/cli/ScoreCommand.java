package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.job.ModelDirectory;
import io.earshot.model.Device;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import io.earshot.model.SessionConfig;
import io.earshot.scoring.BatcherConfig;
import io.earshot.scoring.InferenceConfig;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot score}: JSON lines in, scores out, through the scoring code of the job. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Scores JSON lines {\"id\",\"text\",\"image\",\"audio\"} with the job's models, in input"
          + " order.",
      "An answer is {\"id\",\"scores\",\"models\"}, with \"unscored\" for what no model answered; a"
          + " bad",
      "line is answered with {\"id\",\"line\",\"error\"} and does not stop the run. image and audio"
          + " are paths of local",
      "files, absolute or relative to the input's folder (of standard input, to the current one); a"
          + " file that",
      "cannot be used is unscored, and \"errors\" may say more."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every line was scored",
      "1:some line was not, or the input or the output failed",
      "2:the command line or the models are wrong"
    })
public final class ScoreCommand implements Callable<Integer> {

  private static final String STANDARD = "-";

  /** Nobody waits for a single line, so no line is given up because the machine is slow. */
  static final Duration PATIENCE = Duration.ofHours(1);

  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--in",
      paramLabel = "FILE",
      defaultValue = STANDARD,
      description = "JSON lines to score; - for standard input, the default.")
  private String in = STANDARD;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = STANDARD,
      description = "Where the answers go; - for standard output, the default.")
  private String out = STANDARD;

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

  /** Scores and answers; what it returns is the exit code. */
  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err =
        spec == null
            ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
            : spec.commandLine().getErr();
    try {
      requireFiles();
      ModelDirectory directory = ModelDirectory.open(models);
      try (OfflineText text = new OfflineText(directory, OfflineText.Steps.of(cascade), "score");
          OfflineMedia media =
              new OfflineMedia(
                  directory,
                  in.equals(STANDARD)
                      ? Path.of("").toAbsolutePath()
                      : OfflineMedia.folderOf(Path.of(in)),
                  "score");
          InputStream input = input();
          OutputStream output = output()) {
        long start = System.nanoTime();
        OfflineScoring.Tally tally =
            new OfflineScoring(
                    text.scorer(), media, OfflineScoring.lines(output), progress(err, start))
                .run(input);
        output.flush();
        err.println(OfflineScoring.text(tally, seconds(start)));
        text.tell(err);
        return tally.scored() == tally.lines() ? 0 : 1;
      }
    } catch (ConfigurationException | ModelPackageException e) {
      err.println("score: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println(
          "score: " + e + "; the answers are not complete, reading " + in + ", writing " + out);
      return 1;
    }
  }

  /** Before the model is loaded, which takes a while. */
  private void requireFiles() throws IOException {
    if (!in.equals(STANDARD) && !Files.isReadable(Path.of(in))) {
      throw new ConfigurationException(
          "--in is " + in + ", which cannot be read; give a file of JSON lines, or -");
    }
    Path folder = Path.of(out).toAbsolutePath().getParent();
    if (!out.equals(STANDARD)
        && (Files.isDirectory(Path.of(out)) || folder == null || !Files.isWritable(folder))) {
      throw new ConfigurationException(
          "--out is " + out + ", which cannot be written; give a file in a folder that exists");
    }
    if (!in.equals(STANDARD)
        && !out.equals(STANDARD)
        && Files.exists(Path.of(out))
        && Files.isSameFile(Path.of(in), Path.of(out))) {
      throw new ConfigurationException(
          "--in and --out are both " + in + "; the answers would overwrite the lines");
    }
  }

  /** The job's batching, without its haste. */
  static InferenceConfig config(ModelPackage model) {
    BatcherConfig job = BatcherConfig.DEFAULT;
    BatcherConfig patient =
        new BatcherConfig(
            job.queueRows(),
            job.linger(),
            PATIENCE,
            job.cacheRows(),
            job.retries(),
            job.breakerFailures(),
            job.breakerCoolDown(),
            job.drain());
    return new InferenceConfig(
        model.directory().toAbsolutePath().toString(), SessionConfig.of(Device.AUTO, 0), patient);
  }

  private InputStream input() throws IOException {
    return in.equals(STANDARD)
        ? new FilterInputStream(System.in) {
          @Override
          public void close() {
            // Standard input belongs to the process.
          }
        }
        : Files.newInputStream(Path.of(in));
  }

  private OutputStream output() throws IOException {
    return new BufferedOutputStream(
        out.equals(STANDARD)
            ? new FilterOutputStream(new java.io.FileOutputStream(java.io.FileDescriptor.out)) {
              @Override
              public void write(byte[] bytes, int from, int length) throws IOException {
                super.out.write(bytes, from, length);
              }

              @Override
              public void close() throws IOException {
                flush();
              }
            }
            : Files.newOutputStream(Path.of(out)),
        1 << 16);
  }

  /** Tells every two seconds how far a run is. */
  static Consumer<OfflineScoring.Tally> progress(PrintWriter err, long start) {
    return new Consumer<>() {
      private long next = start + PROGRESS_NANOS;

      @Override
      public void accept(OfflineScoring.Tally tally) {
        long now = System.nanoTime();
        if (now - next >= 0) {
          next = now + PROGRESS_NANOS;
          err.println(OfflineScoring.text(tally, seconds(start)));
        }
      }
    };
  }

  static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
