package io.earshot.job.demo;

import io.earshot.job.demo.Scoreboard.Snapshot;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A screen that is drawn again twice a second, over itself, with the control sequences of ECMA-48
 * that every terminal knows.
 */
final class LiveView implements View {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_SCREEN = "\u001b[2J";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final String title;
  private final int columns;
  private boolean drawn;

  /**
   * @param title stays on top
   * @param columns of the terminal; longer lines are cut
   */
  LiveView(PrintWriter out, String title, int columns) {
    this.out = out;
    this.title = title;
    this.columns = columns;
  }

  @Override
  public Duration pause() {
    return PAUSE;
  }

  /** The next drawing shows it. */
  @Override
  public void action(String line) {}

  @Override
  public synchronized void show(Moment moment) {
    Snapshot now = moment.counts();
    List<String> lines = new ArrayList<>();
    lines.add(BOLD + cut(title) + PLAIN);
    lines.add("");
    lines.add(
        format(
            "%6.1f events/s    in %,d = decided %,d + refused %,d + late %,d + in flight %,d",
            moment.rate(), now.inputs(), now.decided(), now.refused(), now.late(), now.inFlight()));
    lines.add(
        format(
            "%6d s           lag %s    time to action  p50 %s  p99 %s",
            moment.elapsed().toSeconds(),
            moment.lagText(),
            Summary.seconds(now.timeToActionP50()),
            Summary.seconds(now.timeToActionP99())));
    lines.add("");
    lines.add(DIM + cut("actions    by type                     by policy") + PLAIN);
    lines.addAll(columns(now.actions(), now.actionsByPolicy()));
    lines.add("");
    lines.add(DIM + "newest" + PLAIN);
    now.newest().forEach(line -> lines.add(cut(line)));
    lines.add("");
    lines.add(DIM + "Ctrl-C stops and sums up" + PLAIN);
    draw(lines);
  }

  private List<String> columns(Map<String, Long> left, Map<String, Long> right) {
    List<Map.Entry<String, Long>> types = List.copyOf(left.entrySet());
    List<Map.Entry<String, Long>> policies = List.copyOf(right.entrySet());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.max(types.size(), policies.size()); i++) {
      lines.add(format("           %-27s %s", cell(types, i), cell(policies, i)));
    }
    return lines;
  }

  private static String cell(List<Map.Entry<String, Long>> entries, int row) {
    return row < entries.size()
        ? String.format(
            Locale.ROOT, "%-20s %,5d", entries.get(row).getKey(), entries.get(row).getValue())
        : "";
  }

  private void draw(List<String> lines) {
    StringBuilder screen = new StringBuilder();
    if (!drawn) {
      screen.append(HIDE_CURSOR).append(CLEAR_SCREEN);
      drawn = true;
    }
    screen.append(HOME);
    lines.forEach(line -> screen.append(line).append(CLEAR_LINE).append('\n'));
    screen.append(CLEAR_BELOW);
    out.print(screen);
    out.flush();
  }

  private String format(String format, Object... values) {
    return cut(String.format(Locale.ROOT, format, values));
  }

  private String cut(String line) {
    return line.length() <= columns ? line : line.substring(0, columns - 1) + "…";
  }

  @Override
  public synchronized void say(String message) {
    out.println(message);
    out.flush();
  }

  @Override
  public synchronized void close() {
    if (drawn) {
      out.print(SHOW_CURSOR);
      out.flush();
    }
  }
}
