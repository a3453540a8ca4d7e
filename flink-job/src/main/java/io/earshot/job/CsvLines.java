package io.earshot.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of CSV after RFC 4180: cells with commas, quotes or line ends in them are quoted. */
final class CsvLines {

  private final BufferedReader in;
  private int read;
  private int number;

  CsvLines(BufferedReader in) {
    this.in = in;
  }

  /** The line of the file, from 1, on which the last one began. */
  int number() {
    return number;
  }

  /** The cells of the next line that is not empty; null at the end. */
  @Nullable List<String> next() throws IOException {
    String line = line();
    while (line != null && line.isBlank()) {
      line = line();
    }
    if (line == null) {
      return null;
    }
    number = read;
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int at = 0;
    while (true) {
      if (at == line.length()) {
        if (!quoted) {
          cells.add(cell.toString());
          return cells;
        }
        String more = line();
        if (more == null) {
          cells.add(cell.toString());
          return cells;
        }
        cell.append('\n');
        line = more;
        at = 0;
        continue;
      }
      char c = line.charAt(at++);
      if (c == '"' && quoted && at < line.length() && line.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
  }

  private @Nullable String line() throws IOException {
    String line = in.readLine();
    if (line != null) {
      read++;
    }
    return line;
  }
}
