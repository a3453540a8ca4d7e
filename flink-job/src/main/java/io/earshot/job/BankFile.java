package io.earshot.job;

import io.earshot.matching.BankEntry;
import io.earshot.matching.BankException;
import io.earshot.matching.FingerprintKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Banks in a file: CSV (RFC 4180) with a line of names, a line an entry. {@code bank}, {@code
 * entryId}, {@code kind} and {@code fingerprint} must be there; {@code policyId}, {@code severity},
 * {@code source}, {@code from}, {@code until} (ISO 8601) and {@code maxDistance} may be missing or
 * empty. An entry without a policy is known to be safe.
 */
public final class BankFile {

  private static final List<String> COLUMNS =
      List.of(
          "bank",
          "entryId",
          "kind",
          "fingerprint",
          "policyId",
          "severity",
          "source",
          "from",
          "until",
          "maxDistance");
  private static final int NEEDED = 4;

  private BankFile() {}

  /**
   * Reads entries, each checked.
   *
   * @param name of the file, for messages
   * @throws BankException with file, line, value and way out at the first that is wrong
   */
  public static void read(Reader in, String name, Consumer<BankEntry> into) throws IOException {
    CsvLines lines = new CsvLines(new BufferedReader(in));
    List<String> header = lines.next();
    if (header == null) {
      throw new BankException(name + " is empty; its first line must name the columns " + COLUMNS);
    }
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String column = header.get(i).strip();
      if (!COLUMNS.contains(column) || columns.put(column, i) != null) {
        throw new BankException(
            name
                + " line 1 has the column \""
                + column
                + "\", which is unknown or there twice;"
                + " known are "
                + COLUMNS);
      }
    }
    if (!columns.keySet().containsAll(COLUMNS.subList(0, NEEDED))) {
      throw new BankException(
          name + " line 1 lacks a column; it must have " + COLUMNS.subList(0, NEEDED));
    }
    List<String> cells = lines.next();
    while (cells != null) {
      String place = name + " line " + lines.number();
      if (cells.size() != header.size()) {
        throw new BankException(
            place
                + " has "
                + cells.size()
                + " cells, but line 1 names "
                + header.size()
                + "; quote cells that hold commas");
      }
      into.accept(entry(cells, columns, place));
      cells = lines.next();
    }
  }

  private static BankEntry entry(List<String> cells, Map<String, Integer> columns, String place) {
    List<String> values = new ArrayList<>();
    for (String column : COLUMNS) {
      Integer at = columns.get(column);
      values.add(at == null ? "" : cells.get(at).strip());
    }
    FingerprintKind kind = FingerprintKind.of(values.get(2));
    if (kind == null) {
      throw new BankException(
          place
              + ": kind is \""
              + values.get(2)
              + "\"; known are "
              + Stream.of(FingerprintKind.values()).map(FingerprintKind::key).toList());
    }
    BankEntry entry;
    try {
      entry =
          new BankEntry(
              values.get(0),
              values.get(1),
              kind,
              values.get(3),
              values.get(4),
              values.get(5).isEmpty() ? BankEntry.UNRATED : Integer.parseInt(values.get(5)),
              values.get(6),
              values.get(7).isEmpty() ? 0 : Instant.parse(values.get(7)).toEpochMilli(),
              values.get(8).isEmpty()
                  ? Long.MAX_VALUE
                  : Instant.parse(values.get(8)).toEpochMilli(),
              values.get(9).isEmpty() ? kind.farthest() : Double.parseDouble(values.get(9)));
    } catch (NumberFormatException e) {
      throw new BankException(
          place
              + ": severity is \""
              + values.get(5)
              + "\" and maxDistance \""
              + values.get(9)
              + "\"; both must be numbers or empty",
          e);
    } catch (DateTimeParseException e) {
      throw new BankException(
          place
              + ": from is \""
              + values.get(7)
              + "\" and until \""
              + values.get(8)
              + "\"; both must be times such as 2026-01-31T00:00:00Z, or empty",
          e);
    }
    List<String> faults = entry.faults();
    if (!faults.isEmpty()) {
      throw new BankException(place + ": " + String.join("; ", faults));
    }
    return entry;
  }

  /** Writes the line of names. */
  public static void writeHeader(Writer out) throws IOException {
    out.write(String.join(",", COLUMNS) + "\n");
  }

  /** Writes an entry. */
  public static void write(BankEntry entry, Writer out) throws IOException {
    List<String> cells =
        List.of(
            entry.bank(),
            entry.entryId(),
            entry.kind().key(),
            entry.fingerprint(),
            entry.policyId(),
            entry.severity() == BankEntry.UNRATED ? "" : Integer.toString(entry.severity()),
            entry.source(),
            entry.from() == 0 ? "" : Instant.ofEpochMilli(entry.from()).toString(),
            entry.until() == Long.MAX_VALUE ? "" : Instant.ofEpochMilli(entry.until()).toString(),
            entry.within() == entry.kind().farthest() ? "" : Double.toString(entry.within()));
    out.write(String.join(",", cells.stream().map(BankFile::quoted).toList()) + "\n");
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
