package io.earshot.job.bench;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.TextField;
import io.earshot.intake.WorkItem;
import io.earshot.job.JobEnvironment;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.RunningJob;
import io.earshot.job.traffic.PackItem;
import io.earshot.job.traffic.TrafficPack;
import io.earshot.model.Device;
import io.earshot.model.ModelPackage;
import io.earshot.model.SessionConfig;
import io.earshot.model.TextClassifier;
import io.earshot.model.TextEncoder;
import io.earshot.model.WordPieceEncoder;
import io.earshot.scoring.BatcherConfig;
import io.earshot.scoring.InferenceConfig;
import io.earshot.scoring.ScoredItem;
import io.earshot.scoring.ScoringFunction;
import io.earshot.scoring.TextScorer;
import io.earshot.scoring.TextScoring;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Texts a second of the model, bare and in Flink.
 *
 * <p><b>Bare</b> is a loop on one thread over the batches of all rows, already tokenised, sorted
 * into their length buckets and full: as fast as ONNX Runtime goes with this model here, with
 * nothing to wait for. <b>In Flink</b>, the same texts go through the operator: normalised,
 * tokenised, queued, batched as they come, answered. The gap is what all of that costs.
 *
 * <p>The cache of scores is switched off for both, and every text is different, so every row is
 * computed. The two are measured in turns, since a machine is not equally fast all the time.
 */
final class ScoringBench {

  /**
   * One measurement.
   *
   * @param texts how many
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
   * What {@code ./earshot bench scoring} measured.
   *
   * @param command what was run
   * @param machine where
   * @param model model that scored, as {@code id@version}
   * @param threads threads of its session
   * @param rounds how often each was measured
   * @param bare the loop over full batches
   * @param bareTextsPerSecond its rate
   * @param flink the operator
   * @param flinkTextsPerSecond its rate
   * @param ratio rate of the operator by that of the loop
   */
  record Result(
      String command,
      Machine machine,
      String model,
      int threads,
      int rounds,
      Measured bare,
      double bareTextsPerSecond,
      Measured flink,
      double flinkTextsPerSecond,
      double ratio) {}

  private static final int ROUNDS = 3;
  private static final int CAPACITY = 256;
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** When the operator answered first and last; the job's own start and end are not measured. */
  private static final AtomicLong FIRST = new AtomicLong();

  private static final AtomicLong LAST = new AtomicLong();
  private static final AtomicLong SCORED = new AtomicLong();

  private final ModelPackage model;
  private final int texts;
  private final PrintWriter log;
  private final SessionConfig session = SessionConfig.of(Device.CPU, 0);

  ScoringBench(ModelPackage model, int texts, PrintWriter log) {
    this.model = model;
    this.texts = texts;
    this.log = log;
  }

  /**
   * Measures both.
   *
   * @param command how it was asked for, for the record
   */
  Result run(String command) throws Exception {
    Machine before = Machine.now();
    List<List<TextField>> items = items(texts);
    TextEncoder encoder = WordPieceEncoder.of(model);
    Measured bare = new Measured(0, 0, 0, 0);
    Measured inFlink = new Measured(0, 0, 0, 0);
    try (TextClassifier classifier = TextClassifier.open(model, session, encoder);
        EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      List<Batch> batches = batches(classifier, encoder, items);
      long rows = batches.stream().mapToLong(batch -> batch.rows().size()).sum();
      bare(classifier, batches.subList(0, Math.min(batches.size(), 8)), texts);
      for (int round = 1; round <= ROUNDS; round++) {
        Measured one = bare(classifier, batches, rows);
        Measured other = inFlink(flink, rows);
        log.println(
            String.format(
                Locale.ROOT,
                "round %d: bare %,.1f texts/s, in Flink %,.1f texts/s, ratio %.3f",
                round,
                one.textsPerSecond(),
                other.textsPerSecond(),
                other.textsPerSecond() / one.textsPerSecond()));
        bare = bare.plus(one);
        inFlink = inFlink.plus(other);
      }
    }
    return new Result(
        command,
        before.after(),
        model.manifest().id() + "@" + model.manifest().version(),
        session.threads() == 0 ? before.cores() : session.threads(),
        ROUNDS,
        bare,
        bare.textsPerSecond(),
        inFlink,
        inFlink.textsPerSecond(),
        inFlink.textsPerSecond() / bare.textsPerSecond());
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

  private Measured bare(TextClassifier classifier, List<Batch> batches, long rows)
      throws Exception {
    long cpu = Machine.cpuNanos();
    long start = System.nanoTime();
    for (Batch batch : batches) {
      float[][] unused = classifier.classify(batch.bucket(), batch.rows());
    }
    return new Measured(
        texts, rows, (System.nanoTime() - start) / 1e9, (Machine.cpuNanos() - cpu) / 1e9);
  }

  private Measured inFlink(EmbeddedFlink flink, long rows) {
    FIRST.set(0);
    SCORED.set(0);
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
    InferenceConfig config =
        new InferenceConfig(model.directory().toAbsolutePath().toString(), session, withoutCache);
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration()));
    env.setParallelism(1);
    int count = texts;
    AsyncDataStream.unorderedWait(
            env.fromSource(
                    new NumberSequenceSource(0, count - 1L),
                    WatermarkStrategy.noWatermarks(),
                    "numbers")
                .uid("numbers")
                .map(number -> started(item(number.intValue())))
                .returns(TypeInformation.of(WorkItem.class))
                .uid("items"),
            new ScoringFunction(new TextScoring(config, null, PATIENCE)),
            PATIENCE.multipliedBy(2).toMillis(),
            TimeUnit.MILLISECONDS,
            CAPACITY)
        .uid("scoring")
        .sinkTo(new CountingSink())
        .uid("count");
    long cpu = Machine.cpuNanos();
    RunningJob running = flink.execute(env.getStreamGraph());
    JobStatus end = running.awaitEnd(LIMIT);
    if (end != JobStatus.FINISHED || SCORED.get() != count) {
      throw new IllegalStateException(
          "the job ended as " + end + " with " + SCORED.get() + " of " + count + " texts scored",
          running.failure().orElse(null));
    }
    return new Measured(
        count, rows, (LAST.get() - FIRST.get()) / 1e9, (Machine.cpuNanos() - cpu) / 1e9);
  }

  private static WorkItem started(WorkItem item) {
    FIRST.compareAndSet(0, System.nanoTime());
    return item;
  }

  private static List<List<TextField>> items(int texts) {
    List<List<TextField>> items = new ArrayList<>(texts);
    for (int i = 0; i < texts; i++) {
      items.add(item(i).fields());
    }
    return items;
  }

  /** A text of the traffic pack, with its number in it so that no two are the same. */
  private static WorkItem item(int number) {
    List<PackItem> pack = Pack.ITEMS;
    PackItem item = pack.get(number % pack.size());
    List<TextField> fields = new ArrayList<>(3);
    add(fields, "title", item.title(), number);
    add(fields, "description", item.description(), number);
    add(fields, "transcript", item.transcript() == null ? "" : item.transcript(), number);
    ContentRef content =
        new ContentRef(
            "event-" + number,
            "content-" + number,
            1,
            "creator",
            ContentKind.TRACK,
            "und",
            "ZZ",
            0,
            null,
            false,
            item.title().length(),
            0,
            0,
            List.of(Modality.TEXT),
            new SourceRef("bench", 0, number));
    return new WorkItem(content, Modality.TEXT, fields, null, null);
  }

  private static void add(List<TextField> fields, String name, String text, int number) {
    if (!text.isBlank()) {
      fields.add(new TextField(name, text + " " + number));
    }
  }

  /** Read once a process. */
  private static final class Pack {
    private static final List<PackItem> ITEMS = TrafficPack.bundled().items();
  }

  /** Counts what was scored, and notes when the last came. */
  private static final class CountingSink implements Sink<ScoredItem> {

    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<ScoredItem> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(ScoredItem item, Context written) {
          if (item.scores().isScored()) {
            SCORED.incrementAndGet();
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
