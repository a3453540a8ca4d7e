package io.earshot.job.bench;

import java.util.Locale;

/** The report of the policies' benchmark: one page without scripts or anything from elsewhere. */
final class PolicyReport {

  private static final int WIDTH = 420;
  private static final int BAR = 18;

  private PolicyReport() {}

  static String html(PolicyBench.Result r) {
    StringBuilder page = new StringBuilder(4_096);
    page.append(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Earshot: policy benchmark</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 900px; color: #222 }
        table { border-collapse: collapse } td, th { padding: .2rem .8rem .2rem 0; text-align: right }
        td:first-child, th:first-child { text-align: left } svg { display: block; margin: .5rem 0 1.5rem }
        text { font: 12px system-ui, sans-serif; fill: #555 } code { background: #f4f4f4; padding: .1rem .3rem }
        </style></head><body>
        <h1>Policy benchmark</h1>
        """);
    page.append("<p><code>").append(escape(r.command())).append("</code></p>");
    page.append("<p>").append(escape(r.machine().toString())).append("</p>");
    page.append(
        """
        <table><tr><th>rules</th><th>policies</th><th>evaluations/s</th><th>slowest</th><th>fastest</th>
        <th>plain CEL</th><th>ratio</th><th>events/s</th><th>asked an event</th><th>decisions an event</th>
        <th>bytes without</th></tr>
        """);
    for (PolicyBench.Measured m : r.measured()) {
      page.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%d</td><td>%d</td><td>%,.0f</td><td>%,.0f</td><td>%,.0f</td><td>%,.0f</td>"
                  + "<td>%.1f</td><td>%,.0f</td><td>%.1f</td><td>%.3f</td><td>%.1f</td></tr>%n",
              m.rules(),
              m.policies(),
              m.evaluationsPerSecond(),
              m.slowest(),
              m.fastest(),
              m.celEvaluationsPerSecond(),
              m.ratio(),
              m.eventsPerSecond(),
              m.evaluationsPerEvent(),
              m.decisionsPerEvent(),
              m.bytesPerSilentEvent()));
    }
    page.append("</table><h2>Evaluations a second, one thread</h2>").append(bars(r));
    page.append(
        String.format(
            Locale.ROOT,
            "<p>%d rounds of %s s of processor time each; median. %,.0f sets of facts a"
                + " second.</p>",
            r.rounds(),
            r.secondsPerRound(),
            r.factsPerSecond()));
    return page.append("</body></html>\n").toString();
  }

  private static String bars(PolicyBench.Result r) {
    double most =
        r.measured().stream()
            .mapToDouble(PolicyBench.Measured::evaluationsPerSecond)
            .max()
            .orElse(1);
    StringBuilder svg = new StringBuilder();
    int y = 0;
    for (PolicyBench.Measured m : r.measured()) {
      bar(svg, y, m.rules() + " rules", m.evaluationsPerSecond(), most, "#1f6feb");
      bar(svg, y + BAR, "in plain CEL", m.celEvaluationsPerSecond(), most, "#999");
      y += 3 * BAR;
    }
    return "<svg width=\"760\" height=\""
        + y
        + "\" role=\"img\" aria-label=\"evaluations a second\">"
        + svg
        + "</svg>";
  }

  private static void bar(
      StringBuilder svg, int y, String name, double value, double most, String colour) {
    double width = Math.max(1, value / most * WIDTH);
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"0\" y=\"%d\">%s</text><rect x=\"110\" y=\"%d\" width=\"%.1f\""
                + " height=\"%d\" fill=\"%s\"/><text x=\"%.1f\" y=\"%d\">%,.0f/s</text>%n",
            y + BAR - 5,
            name,
            y + 2,
            width,
            BAR - 4,
            colour,
            115 + width,
            y + BAR - 5,
            value));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
