package io.earshot.job.bench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
@Command(name = "scoring")
final class ScoringCommand implements Callable<Integer> {
  @Override
  public Integer call() { return 0; }
}
