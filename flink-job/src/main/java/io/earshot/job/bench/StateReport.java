package io.earshot.job.bench;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The report of the state's benchmark. */
final class StateReport {

  private static final int WIDTH = 420;
  private static final int BAR = 26;

  private StateReport() {}

  static String html(StateResult result) {
    StringBuilder page = ReportPage.begin("state");
    page.append("<p><code>").append(ReportPage.escape(result.command())).append("</code></p><p>");
    page.append(ReportPage.escape(result.machine().toString()));
    say(
        page,
        "; parallelism %d, RocksDB with %d MiB, %,d events measured for each size.</p>%n",
        result.parallelism(),
        result.memoryMib(),
        result.events());
    page.append(
        """
        <table><tr><th>creators</th><th>events/s</th><th>ratio</th><th>events a core-second</th><th>bytes a creator</th>
        <th>all of it, MB</th><th>ms</th><th>1 in 100 changed, MB</th><th>ms</th><th>1 in 10, MB</th><th>ms</th>
        <th>restored, ms</th></tr>
        """);
    for (StateResult.Size size : result.sizes()) {
      say(
          page,
          "<tr><td>%,d</td><td>%,.0f</td><td>%.3f</td><td>%,.0f</td><td>%,.0f</td><td>%,.1f</td>"
              + "<td>%,d</td>",
          size.creators(),
          size.eventsPerSecond(),
          size.ratio(),
          size.eventsPerCpuSecond(),
          size.bytesPerCreator(),
          size.full().writtenBytes() / 1e6,
          size.full().millis());
      for (StateResult.Change change : size.changes()) {
        say(
            page,
            "<td>%,.1f</td><td>%,d</td>",
            change.taken().writtenBytes() / 1e6,
            change.taken().millis());
      }
      say(page, "<td>%,d</td></tr>%n", size.restoreMillis());
    }
    page.append("</table>\n");
    bars(page, result, "Events a second", "%,.0f", StateResult.Size::eventsPerSecond);
    bars(page, result, "Bytes a creator", "%,.0f", StateResult.Size::bytesPerCreator);
    bars(
        page,
        result,
        "Written for 1 in 100 creators changed, of what all of them take",
        "%.3f",
        size ->
            (double) size.changes().get(0).taken().writtenBytes()
                / Math.max(1, size.full().writtenBytes()));
    bars(page, result, "Restored, ms", "%,.0f", StateResult.Size::restoreMillis);
    for (StateResult.Size size : result.sizes()) {
      say(page, "<h2>Events a second over time, %,d creators</h2>%n", size.creators());
      page.append(PipelineReport.rates(size.samples()));
    }
    return page.append("</body></html>\n").toString();
  }

  private static void bars(
      StringBuilder page,
      StateResult result,
      String heading,
      String format,
      ToDoubleFunction<StateResult.Size> value) {
    double most = result.sizes().stream().mapToDouble(value).max().orElse(0);
    say(
        page,
        "<h2>%s</h2>%n<svg width=\"760\" height=\"%d\" role=\"img\" aria-label=\"%s\">%n",
        ReportPage.escape(heading),
        BAR * result.sizes().size(),
        ReportPage.escape(heading));
    int y = 0;
    for (StateResult.Size size : result.sizes()) {
      double of = value.applyAsDouble(size);
      double width = most == 0 ? 0 : of / most * WIDTH;
      say(
          page,
          "<text x=\"0\" y=\"%d\">%,d</text><rect x=\"110\" y=\"%d\" width=\"%.1f\" height=\"%d\""
              + " fill=\"#1f6feb\"/><text x=\"%.1f\" y=\"%d\">"
              + format
              + "</text>%n",
          y + BAR - 10,
          size.creators(),
          y + 2,
          width,
          BAR - 8,
          116 + width,
          y + BAR - 10,
          of);
      y += BAR;
    }
    page.append("</svg>\n");
  }

  private static void say(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values));
  }
}
