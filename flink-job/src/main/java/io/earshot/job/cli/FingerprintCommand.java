package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./earshot fingerprint}: fingerprints of pictures and sounds, and how two of them compare.
 */
@Command(
    name = "fingerprint",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a JSON line a file: {\"file\",\"kind\":\"pdq\",\"hash\",\"quality\"} of a picture,"
          + " {\"file\",\"kind\":",
      "\"chromaprint\",\"fingerprint\",\"seconds\"} of a sound, {\"file\",\"error\"} of a file that"
          + " cannot be used.",
      "A file is of the format that its bytes say. With --compare, one line says how far two files"
          + " are apart, and",
      "what that means: SAME, ALTERED (another tempo or pitch: for review) or DIFFERENT; UNUSABLE"
          + " for a picture with",
      "too little in it. The first is what is known, the second is asked about."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every file was read", "1:some file was not", "2:the command line is wrong"})
public final class FingerprintCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--compare",
      arity = "2",
      paramLabel = "FILE",
      description = "Two pictures or two sounds to compare.")
  private List<Path> compare = new ArrayList<>();

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Pictures and sounds.")
  private List<Path> files = new ArrayList<>();

  /** Prints fingerprints or a comparison; what it returns is the exit code. */
  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (compare.isEmpty() == files.isEmpty() || (!compare.isEmpty() && compare.size() != 2)) {
      throw new ParameterException(
          spec.commandLine(), "give files, or two of them behind --compare, and not both");
    }
    if (!compare.isEmpty()) {
      return compared(out);
    }
    boolean all = true;
    for (Path file : files) {
      try {
        out.println(FileFingerprint.read(file).json(file));
      } catch (IOException e) {
        all = false;
        out.println(FileFingerprint.error(file, e));
      }
      out.flush();
    }
    return all ? 0 : EarshotCli.FAILED;
  }

  private int compared(PrintWriter out) {
    Path known = compare.get(0);
    Path asked = compare.get(1);
    try {
      out.println(FileFingerprint.read(asked).comparedWith(FileFingerprint.read(known)));
      out.flush();
      return 0;
    } catch (IOException e) {
      throw new ConfigurationException(
          "--compare " + known + " " + asked + ": " + FileFingerprint.message(e));
    }
  }
}
