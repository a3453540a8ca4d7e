package io.earshot.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What the front ends of Python gave, made by {@code models/audio-events/train/fixture.py}. */
public final class FrontEnds {

  /** How far from it ours may be. */
  public static final double TOLERANCE = 1e-4;

  private FrontEnds() {}

  /** The values of a row. */
  public static double[] numbers(String[] row) {
    String[] parts = row[3].split(" ");
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Double.parseDouble(parts[i]);
    }
    return numbers;
  }

  /** Rows of a kind: kind, which window or picture, which row of it, values. */
  public static List<String[]> rows(String kind) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            FrontEnds.class.getResourceAsStream("/front-ends.tsv"), "front-ends.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .filter(row -> row[0].equals(kind))
          .toList();
    }
  }
}
