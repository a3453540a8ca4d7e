package io.earshot.job.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of the pipeline's benchmark: one page without scripts or anything from elsewhere. */
final class PipelineReport {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 240;
  private static final int LEFT = 70;
  private static final int BOTTOM = 30;

  /**
   * Rates are shown over this many samples, half a window of events, to see a line and not noise.
   */
  private static final int SMOOTHED = 8;

  private PipelineReport() {}

  static String html(PipelineResult r) {
    StringBuilder page = ReportPage.begin("pipeline");
    page.append("<p><code>").append(ReportPage.escape(r.command())).append("</code></p><table>");
    row(page, "Machine", "%s", r.machine());
    row(
        page,
        "Events a second",
        "%,.0f first to last decision, %,.0f steady (a fifth to four fifths of %,d events)",
        r.pipeline().eventsPerSecond(),
        r.pipeline().steadyEventsPerSecond(),
        r.events());
    row(
        page,
        "Per core",
        "%,.0f events for a second of processor time, the Kafka broker included; %.2f cores used",
        r.pipeline().steadyEventsPerCpuSecond(),
        r.pipeline().steadyCoresUsed());
    row(
        page,
        "Copy",
        "%,.0f events a second, %,.0f per core: the same records decoded and encoded, no stages",
        r.copy().steadyEventsPerSecond(),
        r.copy().steadyEventsPerCpuSecond());
    row(page, "Ratio to the copy", "%.3f, by processor time %.3f", r.ratio(), r.cpuRatio());
    row(
        page,
        "State",
        "%,.0f bytes a creator (%,d bytes, %,d creators), %d checkpoints of %,d ms",
        r.stateBytesPerCreator(),
        r.pipeline().checkpoints().stateBytes(),
        r.creators(),
        r.pipeline().checkpoints().completed(),
        r.pipeline().checkpoints().averageMillis());
    row(
        page,
        "Decided",
        "%,d audits, digest %s; %,d actions, digest %s",
        r.audits().records(),
        r.audits().digest(),
        r.actions().records(),
        r.actions().digest());
    PipelineResult.MoreRules more = r.moreRules();
    if (more != null) {
      row(
          page,
          more.rules() + " rules",
          "%,.0f events a second steady, %.3f of that with %d policies, by processor time %.3f",
          more.phase().steadyEventsPerSecond(),
          more.ratio(),
          r.policies(),
          more.cpuRatio());
    }
    PipelineResult.Live live = r.live();
    if (live != null) {
      row(
          page,
          "Live",
          "%,.0f events a second for %.0f s; window %,d ms, wait for late ones %,d ms",
          live.eventsPerSecond(),
          live.seconds(),
          live.windowMillis(),
          live.outOfOrdernessMillis());
      quantiles(page, "To the audit record", live.audited());
      quantiles(page, "After the window", live.afterWindow());
      quantiles(page, "To the express action", live.express());
    }
    page.append("</table>");
    page.append("<h2>Decisions a second, pipeline</h2>").append(rates(r.pipeline().samples()));
    page.append("<h2>Records a second, copy</h2>").append(rates(r.copy().samples()));
    return page.append("</body></html>\n").toString();
  }

  private static void quantiles(StringBuilder page, String name, PipelineResult.Quantiles q) {
    row(
        page,
        name,
        "p50 %,d ms, p90 %,d ms, p99 %,d ms, most %,d ms (%,d measured)",
        q.p50(),
        q.p90(),
        q.p99(),
        q.max(),
        q.count());
  }

  private static void row(StringBuilder page, String name, String format, Object... arguments) {
    page.append("<tr><td>")
        .append(ReportPage.escape(name))
        .append("</td><td>")
        .append(ReportPage.escape(String.format(Locale.ROOT, format, arguments)))
        .append("</td></tr>\n");
  }

  /** A line of the rate over time. */
  static String rates(List<Progress.Sample> samples) {
    List<double[]> points = new ArrayList<>();
    double highest = 1;
    for (int i = SMOOTHED; i < samples.size(); i++) {
      Progress.Sample from = samples.get(i - SMOOTHED);
      Progress.Sample to = samples.get(i);
      double rate = (to.count() - from.count()) / Math.max(1e-9, to.seconds() - from.seconds());
      points.add(new double[] {to.seconds(), rate});
      highest = Math.max(highest, rate);
    }
    double end = samples.isEmpty() ? 1 : Math.max(1, samples.get(samples.size() - 1).seconds());
    StringBuilder line = new StringBuilder();
    for (double[] point : points) {
      line.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              LEFT + point[0] / end * (WIDTH - LEFT),
              (HEIGHT - BOTTOM) * (1 - point[1] / highest)));
    }
    return String.format(
        Locale.ROOT,
        """
        <svg width="%1$d" height="%2$d" role="img" aria-label="rate over time">
        <path d="M%3$d 0V%4$dH%1$d" fill="none" stroke="#999"/>
        <polyline points="%5$s" fill="none" stroke="#1f6feb" stroke-width="1.5"/>
        <text x="4" y="12">%6$,.0f/s</text><text x="4" y="%4$d">0</text>
        <text x="%3$d" y="%7$d">0 s</text><text x="%1$d" y="%7$d" text-anchor="end">%8$.0f s</text>
        </svg>
        """,
        WIDTH,
        HEIGHT,
        LEFT,
        HEIGHT - BOTTOM,
        line.toString().strip(),
        highest,
        HEIGHT - 10,
        end);
  }
}
