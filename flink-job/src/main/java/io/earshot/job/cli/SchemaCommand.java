package io.earshot.job.cli;

import io.earshot.schemas.ReleaseSchemas;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./earshot schema}: versions of the contract, for those who change it. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Releases versions of the topics' schemas.")
public final class SchemaCommand {

  /** Writes the next version of each topic whose schema changed. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description =
          "Writes the next version of each changed schema; refuses one that does not fit its"
              + " history.")
  int release(
      @Option(
              names = "--rewrite",
              description = "replace version 1 in place; only before the first release")
          boolean rewrite) {
    Path directory =
        Path.of(
            System.getProperty("earshot.home", "."),
            "schemas",
            "src",
            "main",
            "resources",
            "schemas");
    return ReleaseSchemas.run(
        directory,
        rewrite ? ReleaseSchemas.Mode.REWRITE_FIRST : ReleaseSchemas.Mode.NEXT_VERSION,
        System.out);
  }
}
