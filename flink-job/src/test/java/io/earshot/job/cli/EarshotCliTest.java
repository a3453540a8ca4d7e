package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class EarshotCliTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo --rate 0            | --rate is 0.0; it must be above 0
          demo --rate many         | 'many'
          demo --duration 5        | '5' is no duration above zero; write 500ms, 60s, 5m or 1h
          demo --duration 0s       | '0s' is no duration above zero
          demo --start yesterday   | 'yesterday'
          demo --port 70000        | --port is 70000; it must be 0 to 65535
          demo --parallelism 0     | --parallelism is 0; it must be 1 to 64
          demo --colour            | --colour
          bench pipeline --events 5     | --events is 5; it must be at least 1000
          bench pipeline --creators 0   | --creators is 0; it must be at least 1
          bench nothing            | nothing
          sco                      | Did you mean: earshot score or earshot schema?
          """)
  void call_that_is_wrong_is_refused_with_the_argument_its_limit_and_the_way_to_help(
      String call, String message) {
    int exit = run(call.split(" +"));

    assertThat(exit).isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).startsWith("earshot: ").contains(message).contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void call_without_a_command_says_so() {
    assertThat(run()).isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).contains("no command given");
  }

  @Test
  void help_names_every_command() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "demo",
            "score",
            "evaluate",
            "policy",
            "models",
            "doctor",
            "follow",
            "schema",
            "dsa",
            "bench");
  }

  @Test
  void vocabulary_is_that_of_the_scoring_that_is_asked_for() {
    assertThat(run("policy", "vocabulary", "--set", "scoring.mode=SUPPLIED")).isZero();
    assertThat(out.toString()).contains("text.hate", "image.porn", "audio.gunshot");
  }

  private int run(String... arguments) {
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
