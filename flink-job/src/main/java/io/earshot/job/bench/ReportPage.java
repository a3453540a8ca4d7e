package io.earshot.job.bench;

/** What the reports of benchmarks have in common: pages without anything from elsewhere. */
final class ReportPage {

  private ReportPage() {}

  /**
   * The beginning of a page, its heading included.
   *
   * @param what which benchmark, in lower case
   */
  static StringBuilder begin(String what) {
    String title = Character.toUpperCase(what.charAt(0)) + what.substring(1) + " benchmark";
    return new StringBuilder(8_192)
        .append(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">\
            """)
        .append("<title>Earshot: ")
        .append(escape(what))
        .append(" benchmark</title>")
        .append(
            """

            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 900px; color: #222 }
            table { border-collapse: collapse } td, th { padding: .2rem .8rem .2rem 0; vertical-align: top; text-align: left }
            td:first-child { color: #666 } svg { display: block; margin: .5rem 0 1.5rem }
            text { font: 12px system-ui, sans-serif; fill: #555 } code { background: #f4f4f4; padding: .1rem .3rem }
            </style></head><body>
            """)
        .append("<h1>")
        .append(escape(title))
        .append("</h1>\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
