package io.earshot.job.bench;

import ai.onnxruntime.OrtException;
import io.earshot.intake.Modality;
import io.earshot.intake.TextField;
import io.earshot.intake.WorkItem;
import io.earshot.job.AllowedPrefixes;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobEnvironment;
import io.earshot.job.ModelDirectory;
import io.earshot.job.ModelDirectory.Use;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.RunningJob;
import io.earshot.job.media.FileSystemMediaLoader;
import io.earshot.job.media.MediaAccess;
import io.earshot.job.traffic.PackItem;
import io.earshot.job.traffic.TrafficPack;
import io.earshot.job.traffic.Variant;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioFrontEnd;
import io.earshot.media.audio.AudioLimits;
import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.PixelTensor;
import io.earshot.model.Device;
import io.earshot.model.ModelManifest.Pixels;
import io.earshot.model.ModelManifest.Sound;
import io.earshot.model.ModelPackage;
import io.earshot.model.SessionConfig;
import io.earshot.model.TensorClassifier;
import io.earshot.model.TextClassifier;
import io.earshot.model.TextEncoder;
import io.earshot.model.WordPieceEncoder;
import io.earshot.scoring.AudioScoring;
import io.earshot.scoring.BatcherConfig;
import io.earshot.scoring.ImageScoring;
import io.earshot.scoring.InferenceConfig;
import io.earshot.scoring.ItemScoring;
import io.earshot.scoring.MediaSettings;
import io.earshot.scoring.RoutedItem;
import io.earshot.scoring.RoutedScores;
import io.earshot.scoring.ScoringFunction;
import io.earshot.scoring.TextScorer;
import io.earshot.scoring.TextScoring;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Texts, pictures and sounds a second of a model, bare and in Flink; and of the operator with and
 * without what is to make it fast.
 *
 * <p><b>Bare</b> is a loop on one thread over the batches of all rows, already tokenised, sorted
 * into their length buckets and full: as fast as ONNX Runtime goes with this model here, with
 * nothing to wait for. <b>In Flink</b>, the same texts go through the operator: normalised,
 * tokenised, queued, batched as they come, answered. The gap is what all of that costs.
 *
 * <p>The cache of scores is switched off for both, and every text is different, so every row is
 * computed. Pictures and sounds are decoded in both: in the bare loop on its one thread, so that it
 * computes nothing meanwhile, and in Flink beside the model, which is why a ratio may be above 1.
 * The two are measured in turns, since a machine is not equally fast all the time.
 */
final class ScoringBench {

  /**
   * One measurement.
   *
   * @param texts how many texts, pictures or sounds
   * @param rows rows that they make: fields as written and as normalised, in windows
   * @param seconds how long it took
   * @param cpuSeconds processor time of the process
   */
  record Measured(long texts, long rows, double seconds, double cpuSeconds) {

    double textsPerSecond() {
      return texts / Math.max(seconds, 1e-9);
    }

    private Measured plus(Measured other) {
      return new Measured(
          texts + other.texts,
          rows + other.rows,
          seconds + other.seconds,
          cpuSeconds + other.cpuSeconds);
    }
  }

  /**
   * What a comparison measured.
   *
   * @param command what was run
   * @param machine where
   * @param what was compared: {@code text}, {@code image}, {@code audio}, {@code cascade} or {@code
   *     mixed}
   * @param model model or models that scored, as {@code id@version}
   * @param threads threads of a session
   * @param rounds how often each was measured
   * @param baselineName what the other is held against
   * @param baseline its measurement
   * @param baselinePerSecond its rate
   * @param measuredName what is held against it
   * @param measured its measurement
   * @param measuredPerSecond its rate
   * @param ratio rate of the measured by that of the baseline
   * @param passedShare share of the texts that the gate did not clear; null without a cascade
   */
  record Result(
      String command,
      Machine machine,
      String what,
      String model,
      int threads,
      int rounds,
      String baselineName,
      Measured baseline,
      double baselinePerSecond,
      String measuredName,
      Measured measured,
      double measuredPerSecond,
      double ratio,
      @Nullable Double passedShare) {}

  /** One of the two sides of a comparison. */
  private interface Side {
    Measured run() throws Exception;
  }

  private static final int ROUNDS = 3;
  private static final int CAPACITY = 256;
  private static final int MEDIA_THREADS = 2;
  private static final long MAX_MEDIA_BYTES = 64L << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** Of ordinary traffic, one text in so many breaks a policy. */
  private static final int ONE_VIOLATION_IN = 20;

  /** When the operator answered first and last; the job's own start and end are not measured. */
  private static final AtomicLong FIRST = new AtomicLong();

  private static final AtomicLong LAST = new AtomicLong();
  private static final AtomicLong SCORED = new AtomicLong();

  /** Texts that the judge itself scored, and not its gate. */
  private static final AtomicLong JUDGED = new AtomicLong();

  /** What the job in this process reads: made before the clock starts. */
  private static volatile List<WorkItem> offered = List.of();

  private final ModelDirectory models;
  private final String command;
  private final PrintWriter log;
  private final SessionConfig session = SessionConfig.of(Device.CPU, 0);

  /**
   * A bench.
   *
   * @param command how it was asked for, for the record
   */
  ScoringBench(ModelDirectory models, String command, PrintWriter log) {
    this.models = models;
    this.command = command;
    this.log = log;
  }

  /**
   * Texts of the traffic pack, bare and in Flink.
   *
   * @param count texts a round
   */
  Result text(int count) throws Exception {
    ModelPackage model = models.required(Use.TEXT, null);
    List<WorkItem> items = texts(count, ScoringBench::anyText);
    TextEncoder encoder = WordPieceEncoder.of(model);
    try (TextClassifier classifier = TextClassifier.open(model, session, encoder);
        EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      List<Batch> batches =
          batches(classifier, encoder, items.stream().map(WorkItem::fields).toList());
      long rows = rows(batches);
      bare(classifier, batches.subList(0, Math.min(batches.size(), 8)), count, rows);
      return compare(
          "text",
          model.manifest().name(),
          "bare",
          () -> bare(classifier, batches, count, rows),
          "Flink",
          () -> inFlink(flink, items, new TextScoring(config(model), null, PATIENCE), rows),
          false);
    }
  }

  /**
   * Pictures made here, bare and in Flink, decoded in both.
   *
   * @param count pictures a round
   */
  Result image(int count) throws Exception {
    ModelPackage model = models.find(Use.IMAGE, null).orElseThrow(() -> none("image"));
    PixelTensor tensor = ((Pixels) model.manifest().preprocessing()).tensor();
    List<WorkItem> items = BenchMedia.pictures(count);
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    try (TensorClassifier classifier = TensorClassifier.open(model, session);
        EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      Side bare =
          () ->
              timed(
                  items,
                  () -> {
                    Rows rows = new Rows(classifier);
                    for (WorkItem item : items) {
                      rows.add(tensor.of(decoder.decode(BenchMedia.bytes(item), BenchMedia.PNG)));
                    }
                    return rows.end();
                  });
      bare.run();
      return compare(
          "image",
          model.manifest().name(),
          "bare",
          bare,
          "Flink",
          () -> inFlink(flink, items, new ImageScoring(config(model), media(), PATIENCE), count),
          false);
    }
  }

  /**
   * Sounds made here, bare and in Flink, decoded in both; events and, where there is a model of it,
   * speech.
   *
   * @param count sounds a round
   */
  Result audio(int count) throws Exception {
    ModelPackage events = models.find(Use.AUDIO, null).orElseThrow(() -> none("audio"));
    ModelPackage speech = models.find(Use.SPEECH, null).orElse(null);
    List<ModelPackage> heard = speech == null ? List.of(events) : List.of(events, speech);
    List<WorkItem> items = BenchMedia.sounds(count);
    AudioDecoder decoder = new AudioDecoder(AudioLimits.DEFAULT);
    List<TensorClassifier> classifiers = new ArrayList<>();
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      for (ModelPackage model : heard) {
        classifiers.add(TensorClassifier.open(model, session));
      }
      AtomicLong rowsOfOne = new AtomicLong();
      Side bare =
          () ->
              timed(
                  items,
                  () -> {
                    List<Rows> rows = classifiers.stream().map(Rows::new).toList();
                    for (WorkItem item : items) {
                      List<AudioFrontEnd> ends = new ArrayList<>();
                      for (int i = 0; i < rows.size(); i++) {
                        Rows into = rows.get(i);
                        Sound sound = (Sound) heard.get(i).manifest().preprocessing();
                        ends.add(sound.input().open(window -> into.offer(window.values())));
                      }
                      long unused =
                          AudioFrontEnd.feed(
                              decoder.open(
                                  new ByteArrayInputStream(BenchMedia.bytes(item)), BenchMedia.WAV),
                              ends);
                    }
                    long all = 0;
                    for (Rows each : rows) {
                      all += each.end();
                    }
                    rowsOfOne.set(all);
                    return all;
                  });
      bare.run();
      return compare(
          "audio",
          heard.stream().map(model -> model.manifest().name()).collect(Collectors.joining(" + ")),
          "bare",
          bare,
          "Flink",
          () ->
              inFlink(
                  flink,
                  items,
                  new AudioScoring(
                      config(events), speech == null ? null : config(speech), media(), PATIENCE),
                  rowsOfOne.get()),
          false);
    } finally {
      classifiers.forEach(TensorClassifier::close);
    }
  }

  /**
   * The model alone and behind its gate, both in Flink, on ordinary traffic: titles, descriptions
   * and comments of which 95 in 100 break no policy.
   *
   * @param count texts a round
   */
  Result cascade(int count) throws Exception {
    ModelPackage model = models.required(Use.TEXT, null);
    ModelPackage gate =
        models
            .gate(model)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        model.manifest().name()
                            + " names no gate, so there is no cascade to measure; leave --cascade"
                            + " out, or give --models with a package that names one"));
    List<WorkItem> items = texts(count, ScoringBench::ordinaryText);
    long rows = rows(model, items);
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      return compare(
          "cascade",
          model.manifest().name() + " behind " + gate.manifest().name(),
          "alone",
          () -> inFlink(flink, items, new TextScoring(config(model), null, PATIENCE), rows),
          "cascade",
          () -> inFlink(flink, items, new TextScoring(config(model), config(gate), PATIENCE), rows),
          true);
    }
  }

  /**
   * Texts of mixed length through the buckets of the package and through a single one, the longest,
   * to which every row is padded; both in Flink.
   *
   * @param count texts a round
   */
  Result mixed(int count) throws Exception {
    ModelPackage model = models.required(Use.TEXT, null);
    List<WorkItem> items = texts(count, ScoringBench::anyText);
    long rows = rows(model, items);
    try (OneBucket padded = OneBucket.of(model);
        EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      return compare(
          "mixed",
          model.manifest().name(),
          "padded",
          () ->
              inFlink(flink, items, new TextScoring(config(padded.model()), null, PATIENCE), rows),
          "buckets",
          () -> inFlink(flink, items, new TextScoring(config(model), null, PATIENCE), rows),
          false);
    }
  }

  private ConfigurationException none(String modality) {
    return new ConfigurationException(
        "--models is "
            + models.directory()
            + ", which holds 0 packages for "
            + modality
            + "; leave that modality out, or give a directory that has one");
  }

  private Result compare(
      String what,
      String model,
      String baselineName,
      Side baseline,
      String measuredName,
      Side measured,
      boolean cascade)
      throws Exception {
    Machine before = Machine.now();
    Measured one = new Measured(0, 0, 0, 0);
    Measured other = new Measured(0, 0, 0, 0);
    double passed = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      Measured left = baseline.run();
      Measured right = measured.run();
      // The measured side ran last.
      passed = (double) JUDGED.get() / Math.max(1, right.texts());
      log.println(
          String.format(
              Locale.ROOT,
              "%s, round %d: %s %,.1f/s, %s %,.1f/s, ratio %.3f",
              what,
              round,
              baselineName,
              left.textsPerSecond(),
              measuredName,
              right.textsPerSecond(),
              right.textsPerSecond() / left.textsPerSecond()));
      one = one.plus(left);
      other = other.plus(right);
    }
    return new Result(
        command,
        before.after(),
        what,
        model,
        session.threads() == 0 ? before.cores() : session.threads(),
        ROUNDS,
        baselineName,
        one,
        one.textsPerSecond(),
        measuredName,
        other,
        other.textsPerSecond(),
        other.textsPerSecond() / one.textsPerSecond(),
        cascade ? passed : null);
  }

  /** Collects rows and runs the model over each full batch. */
  private static final class Rows {
    private final TensorClassifier classifier;
    private final List<float[]> waiting = new ArrayList<>();
    private long count;

    Rows(TensorClassifier classifier) {
      this.classifier = classifier;
    }

    void add(float[] row) throws OrtException {
      waiting.add(row);
      if (waiting.size() == classifier.shapes().largest()) {
        flush();
      }
    }

    /** The same within a decoder, which knows no errors but its own. */
    void offer(float[] row) throws IOException {
      try {
        add(row);
      } catch (OrtException e) {
        throw new IOException("the model failed on a window", e);
      }
    }

    /** Runs what is left; how many rows there were. */
    long end() throws OrtException {
      if (!waiting.isEmpty()) {
        flush();
      }
      return count;
    }

    private void flush() throws OrtException {
      count += waiting.size();
      float[][] unused = classifier.classify(waiting);
      waiting.clear();
    }
  }

  private static Measured timed(List<WorkItem> items, Callable<Long> work) throws Exception {
    long cpu = Machine.cpuNanos();
    long start = System.nanoTime();
    long rows = work.call();
    return new Measured(
        items.size(), rows, (System.nanoTime() - start) / 1e9, (Machine.cpuNanos() - cpu) / 1e9);
  }

  private static MediaSettings media() {
    return new MediaSettings(
        new FileSystemMediaLoader(
            new MediaAccess(
                new AllowedPrefixes("none", List.of()),
                MAX_MEDIA_BYTES,
                PATIENCE,
                MEDIA_THREADS,
                CAPACITY)),
        MEDIA_THREADS,
        CAPACITY,
        PATIENCE);
  }

  private static long rows(List<Batch> batches) {
    return batches.stream().mapToLong(batch -> batch.rows().size()).sum();
  }

  private long rows(ModelPackage model, List<WorkItem> items) {
    TextEncoder encoder = WordPieceEncoder.of(model);
    try (TextClassifier classifier = TextClassifier.open(model, session, encoder)) {
      return rows(batches(classifier, encoder, items.stream().map(WorkItem::fields).toList()));
    }
  }

  private record Batch(int bucket, List<int[]> rows) {}

  /** All rows that the scorer makes of the texts, as full batches of one length bucket each. */
  private static List<Batch> batches(
      TextClassifier classifier, TextEncoder encoder, List<List<TextField>> items) {
    List<List<int[]>> buckets = new ArrayList<>();
    classifier.lengthBuckets().forEach(length -> buckets.add(new ArrayList<>()));
    for (List<TextField> fields : items) {
      for (TextField field : fields) {
        List<int[]> written = encoder.windows(field.text(), TextScorer.MAX_WINDOWS);
        List<int[]> normalised =
            encoder.windows(encoder.normalise(field.text()), TextScorer.MAX_WINDOWS);
        written.forEach(row -> buckets.get(classifier.bucketOf(row.length)).add(row));
        if (!Arrays.deepEquals(written.toArray(), normalised.toArray())) {
          normalised.forEach(row -> buckets.get(classifier.bucketOf(row.length)).add(row));
        }
      }
    }
    List<Batch> batches = new ArrayList<>();
    int size = classifier.shapes().largest();
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      List<int[]> rows = buckets.get(bucket);
      for (int from = 0; from < rows.size(); from += size) {
        batches.add(
            new Batch(bucket, List.copyOf(rows.subList(from, Math.min(rows.size(), from + size)))));
      }
    }
    return batches;
  }

  private static Measured bare(
      TextClassifier classifier, List<Batch> batches, long texts, long rows) throws Exception {
    long cpu = Machine.cpuNanos();
    long start = System.nanoTime();
    for (Batch batch : batches) {
      float[][] unused = classifier.classify(batch.bucket(), batch.rows());
    }
    return new Measured(
        texts, rows, (System.nanoTime() - start) / 1e9, (Machine.cpuNanos() - cpu) / 1e9);
  }

  /** The job's batching without its cache and its haste. */
  private InferenceConfig config(ModelPackage model) {
    BatcherConfig job = BatcherConfig.DEFAULT;
    BatcherConfig withoutCache =
        new BatcherConfig(
            job.queueRows(),
            job.linger(),
            PATIENCE,
            0,
            job.retries(),
            job.breakerFailures(),
            job.breakerCoolDown(),
            job.drain());
    return new InferenceConfig(
        model.directory().toAbsolutePath().toString(), session, withoutCache);
  }

  private static Measured inFlink(
      EmbeddedFlink flink, List<WorkItem> items, ItemScoring scoring, long rows) {
    FIRST.set(0);
    SCORED.set(0);
    JUDGED.set(0);
    offered = items;
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration()));
    env.setParallelism(1);
    int count = items.size();
    String judge =
        scoring instanceof TextScoring text
            ? ModelPackage.load(Path.of(text.model().modelDirectory())).manifest().id()
            : "";
    AsyncDataStream.unorderedWait(
            env.fromSource(
                    new NumberSequenceSource(0, count - 1L),
                    WatermarkStrategy.noWatermarks(),
                    "numbers")
                .uid("numbers")
                .map(number -> started(number.intValue()))
                .returns(TypeInformation.of(RoutedItem.class))
                .uid("items"),
            new ScoringFunction(
                scoring,
                (id, version, location) -> {
                  throw new IllegalStateException("no item asks for another version");
                },
                Duration.ZERO,
                CAPACITY),
            PATIENCE.multipliedBy(2).toMillis(),
            TimeUnit.MILLISECONDS,
            CAPACITY)
        .uid("scoring")
        .sinkTo(new CountingSink(judge))
        .uid("count");
    long cpu = Machine.cpuNanos();
    RunningJob running = flink.execute(env.getStreamGraph());
    JobStatus end = running.awaitEnd(LIMIT);
    if (end != JobStatus.FINISHED || SCORED.get() != count) {
      throw new IllegalStateException(
          "the job ended as " + end + " with " + SCORED.get() + " of " + count + " items scored",
          running.failure().orElse(null));
    }
    return new Measured(
        count, rows, (LAST.get() - FIRST.get()) / 1e9, (Machine.cpuNanos() - cpu) / 1e9);
  }

  private static RoutedItem started(int number) {
    FIRST.compareAndSet(0, System.nanoTime());
    return RoutedItem.configured(offered.get(number));
  }

  private static List<WorkItem> texts(int count, IntFunction<List<TextField>> fields) {
    List<WorkItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(BenchMedia.item(i, Modality.TEXT, fields.apply(i), null));
    }
    return items;
  }

  /** A text of the traffic pack, with its number in it so that no two are the same. */
  private static List<TextField> anyText(int number) {
    PackItem item = Pack.ITEMS.get(number % Pack.ITEMS.size());
    List<TextField> fields = written(item, number);
    add(fields, "transcript", item.transcript() == null ? "" : item.transcript(), number);
    return fields;
  }

  /** Title and description, or a comment, as anybody writes them: clean but for some. */
  private static List<TextField> ordinaryText(int number) {
    boolean violating = number % ONE_VIOLATION_IN == ONE_VIOLATION_IN - 1;
    List<PackItem> of = violating ? Pack.VIOLATING : Pack.CLEAN;
    int turn = violating ? number / ONE_VIOLATION_IN : number;
    return written(of.get(turn % of.size()), number);
  }

  private static List<TextField> written(PackItem item, int number) {
    List<TextField> fields = new ArrayList<>(3);
    add(fields, "title", item.title(), number);
    add(fields, "description", item.description(), number);
    return fields;
  }

  private static void add(List<TextField> fields, String name, String text, int number) {
    if (!text.isBlank()) {
      fields.add(new TextField(name, text + " " + number));
    }
  }

  /** Read once a process. */
  private static final class Pack {
    private static final List<PackItem> ITEMS = TrafficPack.bundled().items();
    private static final List<PackItem> CLEAN = of(Variant.CLEAN);
    private static final List<PackItem> VIOLATING = of(Variant.VIOLATING);

    private static List<PackItem> of(Variant variant) {
      return ITEMS.stream()
          .filter(item -> item.variant() == variant)
          .filter(item -> !(item.title().isBlank() && item.description().isBlank()))
          .toList();
    }
  }

  /** Counts what was scored, and notes when the last came. */
  private static final class CountingSink implements Sink<RoutedScores> {

    private static final long serialVersionUID = 1L;

    private final String judge;

    CountingSink(String judge) {
      this.judge = judge;
    }

    @Override
    public SinkWriter<RoutedScores> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(RoutedScores item, Context written) {
          if (item.acting().isScored()) {
            SCORED.incrementAndGet();
          }
          if (judge.equals(item.acting().modelId())) {
            JUDGED.incrementAndGet();
          }
          LAST.set(System.nanoTime());
        }

        @Override
        public void flush(boolean endOfInput) {
          // Nothing is held back.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };
    }
  }
}
