package io.earshot.matching;

/**
 * One of the sixteen questions that Chromaprint asks about a stretch of sixteen rows of notes: how
 * much more is in one part of a rectangle than in the rest, in four steps. Shapes, places and steps
 * are those of its algorithm 2 (the constants that Chromaprint publishes), which were learned so
 * that copies answer alike and different recordings do not (Ke, Hoiem, Sukthankar, "Computer vision
 * for music identification", 2005).
 *
 * @param shape which part is compared with the rest
 * @param note lowest note of the rectangle
 * @param notes how many notes it spans
 * @param rows how many rows it spans, from the first on
 * @param low below it is step 0
 * @param middle below it is step 1
 * @param high below it is step 2
 */
record ChromaClassifier(
    Shape shape, int note, int notes, int rows, double low, double middle, double high) {

  /** Rows that the longest rectangle spans. */
  static final int ROWS = 16;

  /** Which part of a rectangle is compared with the rest. */
  enum Shape {
    WHOLE,
    UPPER_NOTES,
    LATER_ROWS,
    DIAGONAL,
    MIDDLE_NOTES,
    MIDDLE_ROWS
  }

  private static final ChromaClassifier[] ALGORITHM_2 = {
    new ChromaClassifier(Shape.WHOLE, 4, 3, 15, 1.98215, 2.35817, 2.63523),
    new ChromaClassifier(Shape.MIDDLE_NOTES, 4, 6, 15, -1.03809, -0.651211, -0.282167),
    new ChromaClassifier(Shape.UPPER_NOTES, 0, 4, 16, -0.298702, 0.119262, 0.558497),
    new ChromaClassifier(Shape.DIAGONAL, 8, 2, 12, -0.105439, 0.0153946, 0.135898),
    new ChromaClassifier(Shape.DIAGONAL, 4, 4, 8, -0.142891, 0.0258736, 0.200632),
    new ChromaClassifier(Shape.MIDDLE_NOTES, 0, 3, 5, -0.826319, -0.590612, -0.368214),
    new ChromaClassifier(Shape.UPPER_NOTES, 2, 2, 9, -0.557409, -0.233035, 0.0534525),
    new ChromaClassifier(Shape.LATER_ROWS, 7, 3, 4, -0.0646826, 0.00620476, 0.0784847),
    new ChromaClassifier(Shape.LATER_ROWS, 6, 2, 16, -0.192387, -0.029699, 0.215855),
    new ChromaClassifier(Shape.LATER_ROWS, 1, 3, 2, -0.0397818, -0.00568076, 0.0292026),
    new ChromaClassifier(Shape.MIDDLE_ROWS, 10, 1, 15, -0.53823, -0.369934, -0.190235),
    new ChromaClassifier(Shape.DIAGONAL, 6, 2, 10, -0.124877, 0.0296483, 0.139239),
    new ChromaClassifier(Shape.LATER_ROWS, 1, 1, 14, -0.101475, 0.0225617, 0.231971),
    new ChromaClassifier(Shape.DIAGONAL, 5, 6, 4, -0.0799915, -0.00729616, 0.063262),
    new ChromaClassifier(Shape.UPPER_NOTES, 9, 2, 12, -0.272556, 0.019424, 0.302559),
    new ChromaClassifier(Shape.DIAGONAL, 4, 2, 14, -0.164292, -0.0321188, 0.0846339),
  };

  /** Neighbouring steps differ in one bit. */
  private static final int[] GRAY = {0, 1, 3, 2};

  /**
   * The answers to all questions, two bits each, the first question in the highest.
   *
   * @param sums sums of all that is before a row and below a note: {@code sums[row][note]} for rows
   *     0 to {@value #ROWS} and notes 0 to 12
   */
  static int print(double[][] sums) {
    int print = 0;
    for (ChromaClassifier classifier : ALGORITHM_2) {
      print = print << 2 | GRAY[classifier.step(sums)];
    }
    return print;
  }

  private int step(double[][] sums) {
    double value = StrictMath.log(1 + part(sums)) - StrictMath.log(1 + rest(sums));
    if (value < middle) {
      return value < low ? 0 : 1;
    }
    return value < high ? 2 : 3;
  }

  private double part(double[][] sums) {
    int top = note + notes;
    return switch (shape) {
      case WHOLE -> area(sums, 0, rows, note, top);
      case UPPER_NOTES -> area(sums, 0, rows, note + notes / 2, top);
      case LATER_ROWS -> area(sums, rows / 2, rows, note, top);
      case DIAGONAL ->
          area(sums, 0, rows / 2, note + notes / 2, top)
              + area(sums, rows / 2, rows, note, note + notes / 2);
      case MIDDLE_NOTES -> area(sums, 0, rows, note + notes / 3, note + 2 * (notes / 3));
      case MIDDLE_ROWS -> area(sums, rows / 3, 2 * (rows / 3), note, top);
    };
  }

  private double rest(double[][] sums) {
    return shape == Shape.WHOLE ? 0 : area(sums, 0, rows, note, note + notes) - part(sums);
  }

  private static double area(double[][] sums, int from, int to, int lowest, int above) {
    return sums[to][above] - sums[from][above] - sums[to][lowest] + sums[from][lowest];
  }
}
