package io.earshot.job;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * Every option of the job, with its default and what it means. Flink's own options are Flink's and
 * are set where Flink reads them.
 *
 * <p>Anything else is refused at start, so that a typo does not run for a month with a default.
 */
public final class EarshotOptions {

  /** How records lie in the topics. */
  public enum WireFormatKind {
    /**
     * Avro single-object encoding (Avro 1.12 specification): self-describing by fingerprint, no
     * registry needed.
     */
    SINGLE_OBJECT,
    /** The format of Confluent's serialisers: a schema id, resolved by a registry. */
    CONFLUENT
  }

  /** Where scores come from. */
  public enum ScoringMode {
    /** Models of the model directory. */
    MODEL,
    /** What the platform sent along with the event. */
    SUPPLIED
  }

  /** Where reading starts if the job has no state. */
  public enum StartFrom {
    /** Where the consumer group stopped; the beginning if it never read. */
    COMMITTED,
    EARLIEST,
    LATEST
  }

  /**
   * How transactional ids are chosen; see {@code TransactionNamingStrategy} of Flink's Kafka
   * connector.
   */
  public enum TransactionNaming {
    POOLING,
    INCREMENTING
  }

  public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
      key("kafka.bootstrap-servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Kafka brokers, host:port with commas between.");

  public static final ConfigOption<String> KAFKA_TOPIC_PREFIX =
      key("kafka.topic-prefix")
          .stringType()
          .defaultValue("")
          .withDescription("Put before the name of every topic, its separator included: earshot.");

  public static final ConfigOption<String> KAFKA_GROUP_ID =
      key("kafka.group-id")
          .stringType()
          .defaultValue("earshot")
          .withDescription("Consumer group under which progress is shown.");

  public static final ConfigOption<StartFrom> KAFKA_START =
      key("kafka.start")
          .enumType(StartFrom.class)
          .defaultValue(StartFrom.COMMITTED)
          .withDescription(
              "Where reading starts if the job is not restored from a checkpoint or savepoint.");

  public static final ConfigOption<Duration> KAFKA_TRANSACTION_TIMEOUT =
      key("kafka.transaction.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "Must be longer than a checkpoint and a restart take together, and not longer than"
                  + " the brokers' transaction.max.timeout.ms, 15 min by default.");

  public static final ConfigOption<String> KAFKA_TRANSACTION_PREFIX =
      key("kafka.transaction.id-prefix")
          .stringType()
          .defaultValue("earshot")
          .withDescription(
              "Unique for a job within a Kafka cluster and never changed: another prefix leaves"
                  + " open transactions behind.");

  public static final ConfigOption<TransactionNaming> KAFKA_TRANSACTION_NAMING =
      key("kafka.transaction.naming")
          .enumType(TransactionNaming.class)
          .defaultValue(TransactionNaming.POOLING)
          .withDescription(
              "POOLING needs Kafka 3 or later and read access to transactions; there is no way back"
                  + " to INCREMENTING.");

  /** Prefix of properties that go to every Kafka client as they are. */
  public static final String KAFKA_PROPERTIES = "kafka.properties.";

  public static final ConfigOption<WireFormatKind> WIRE_FORMAT =
      key("wire.format")
          .enumType(WireFormatKind.class)
          .defaultValue(WireFormatKind.SINGLE_OBJECT)
          .withDescription("How records lie in the topics.");

  public static final ConfigOption<String> WIRE_REGISTRY_URL =
      key("wire.registry.url")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Where the REST API of the schema registry begins; needed with CONFLUENT.");

  public static final ConfigOption<String> WIRE_REGISTRY_USER =
      key("wire.registry.user")
          .stringType()
          .noDefaultValue()
          .withDescription("User for basic authentication.");

  public static final ConfigOption<String> WIRE_REGISTRY_PASSWORD =
      key("wire.registry.password")
          .stringType()
          .noDefaultValue()
          .withDescription("Password for basic authentication; give it as ${file:…} or ${env:…}.");

  public static final ConfigOption<Duration> WINDOW_SIZE =
      key("window.size")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("Length of a creator's event-time window.");

  public static final ConfigOption<Duration> OUT_OF_ORDERNESS =
      key("watermark.out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "How far events of one partition may be out of order; what is later goes to"
                  + " late.events.");

  public static final ConfigOption<Duration> IDLE_TIMEOUT =
      key("watermark.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "After this time without a record a partition no longer holds the others back.");

  public static final ConfigOption<Duration> SIGNAL_IDLE_TIMEOUT =
      key("watermark.signal-idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "The same for accounts, reports and reviews, which are often silent. Keep it below"
                  + " watermark.idle-timeout: when content stalls, they must not carry time past"
                  + " it.");

  public static final ConfigOption<Duration> PLAYS_DELAY =
      key("plays.delay")
          .durationType()
          .defaultValue(Duration.ofHours(2))
          .withDescription(
              "How long after the end of an hour of plays what follows from it takes effect. Set"
                  + " it above how far play.aggregates run behind the other topics: ledgers wait"
                  + " for what runs further behind, and with them all that is decided in windows.");

  public static final ConfigOption<String> POLICY_BUNDLE =
      key("policy.bundle")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File of the policy bundle, in any file system that Flink reads; the default bundle"
                  + " of the job if not set.");

  public static final ConfigOption<String> MATCHING_BANKS =
      key("matching.banks")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File of banks of known media, as ./earshot bank import writes it, in any file system"
                  + " that Flink reads, on every TaskManager; none if not set. More entries come by"
                  + " control.banks.");

  public static final ConfigOption<Duration> MATCHING_ENTRY_RETENTION =
      key("matching.entry-retention")
          .durationType()
          .defaultValue(Duration.ofDays(365))
          .withDescription(
              "How long it is kept in which content an entry of a bank was found, and what was"
                  + " decided on it: the withdrawal of the entry lifts what was published within"
                  + " this time before it, by event time. Some 300 bytes a match.");

  public static final ConfigOption<Duration> MATCHING_MEMORY =
      key("matching.memory")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How long, by event time, what was published is remembered, so that an entry that"
                  + " comes by control.banks is found in what was published before it; 0 s for not"
                  + " at all. A text takes about 0.2 kB of state for as long, a cover 1.2 kB, a"
                  + " sound of 3 minutes 6 kB, and each window with an entry reads all of it once."
                  + " Switching it off again needs a restore that allows state without an"
                  + " operator.");

  public static final ConfigOption<Duration> MATCHING_REUPLOAD_MEMORY =
      key("matching.reupload-memory")
          .durationType()
          .defaultValue(Duration.ofDays(180))
          .withDescription(
              "How long, by event time, the job knows who was first with a sound, so that rules"
                  + " can ask whether another creator was (earlier.found); 0 s for not at all. A"
                  + " sound takes about 400 bytes of state for as long.");

  public static final ConfigOption<MemorySize> MATCHING_REUSED_FINGERPRINTS =
      key("matching.reused-fingerprints")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(32))
          .withDescription(
              "Fingerprints that each subtask keeps on the heap, to use them for what comes with"
                  + " the same digest instead of fetching it; a sound of 3 minutes takes 40 kB. 0"
                  + " for none, as for scoring.media.reused-scores.");

  public static final ConfigOption<Integer> MATCHING_ENTRY_LIMIT =
      key("matching.entry-limit")
          .intType()
          .defaultValue(1_000)
          .withDescription(
              "In the contents of how many creators an entry of a bank may be found in one hour of"
                  + " event time. Above that it is put in quarantine, which control.status tells:"
                  + " what rests on it alone goes to review, until it is published again.");

  public static final ConfigOption<ScoringMode> SCORING_MODE =
      key("scoring.mode")
          .enumType(ScoringMode.class)
          .defaultValue(ScoringMode.MODEL)
          .withDescription("Where scores come from.");

  public static final ConfigOption<String> SCORING_MODELS =
      key("scoring.models")
          .stringType()
          .defaultValue("models")
          .withDescription(
              "Directory with one model package a folder, the same on every TaskManager.");

  public static final ConfigOption<List<String>> PACKAGES_ALLOWED_PREFIXES =
      key("scoring.packages.allowed-prefixes")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription(
              "Where model packages may be fetched from that do not lie in scoring.models, in any"
                  + " file system that Flink reads: prefixes with scheme and a slash at the end, ;"
                  + " between. None if not set.");

  public static final ConfigOption<MemorySize> PACKAGES_MAX_BYTES =
      key("scoring.packages.max-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(2048))
          .withDescription("Largest model package that is fetched, all its files together.");

  public static final ConfigOption<String> PACKAGES_CACHE =
      key("scoring.packages.cache")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Directory of each machine in which fetched model packages are kept, by digest;"
                  + " earshot-model-packages in Java's directory for temporary files if not set.");

  public static final ConfigOption<Duration> SCORING_SHADOW_PATIENCE =
      key("scoring.shadow-patience")
          .durationType()
          .defaultValue(Duration.ofSeconds(2))
          .withDescription(
              "How long an item that is scored waits for versions of models in shadow; after that"
                  + " they are recorded as unscored for TIMEOUT.");

  public static final ConfigOption<String> SCORING_TEXT_MODEL =
      key("scoring.text.model")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The model for text, where scoring.models holds several: its id, id@version, or the"
                  + " URI of its package's folder.");

  public static final ConfigOption<Boolean> SCORING_TEXT_CASCADE =
      key("scoring.text.cascade")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether a text goes first to the cheaper model that the package names as its gate,"
                  + " and to the model itself only where that does not clear it.");

  public static final ConfigOption<String> SCORING_IMAGE_MODEL =
      key("scoring.image.model")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The model for pictures, where scoring.models holds several: its id, id@version, or"
                  + " the URI of its package's folder; none for none.");

  public static final ConfigOption<String> SCORING_AUDIO_MODEL =
      key("scoring.audio.model")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The model for what is heard, where scoring.models holds several: its id, id@version,"
                  + " or the URI of its package's folder; none for none.");

  public static final ConfigOption<String> SCORING_SPEECH_MODEL =
      key("scoring.audio.speech-model")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The model for when somebody speaks, where scoring.models holds several: its id,"
                  + " id@version, or the URI of its package's folder; none for none.");

  public static final ConfigOption<List<String>> SCORING_SUPPLIED_TEXT =
      key("scoring.supplied-labels.text")
          .stringType()
          .asList()
          .defaultValues("harassment", "hate", "sexual", "violence", "self_harm", "spam")
          .withDescription(
              "Labels of the text scores that the platform supplies, with semicolons between; with"
                  + " SUPPLIED only. A rule on a label that is not listed is refused.");

  public static final ConfigOption<List<String>> SCORING_SUPPLIED_IMAGE =
      key("scoring.supplied-labels.image")
          .stringType()
          .asList()
          .defaultValues("drawing", "hentai", "neutral", "porn", "sexy")
          .withDescription(
              "The same for pictures; with MODEL too, and then none unless set. Beside a model for"
                  + " pictures they are taken of those that are not sent themselves.");

  public static final ConfigOption<List<String>> SCORING_SUPPLIED_AUDIO =
      key("scoring.supplied-labels.audio")
          .stringType()
          .asList()
          .defaultValues(
              "speech",
              "singing",
              "music",
              "noise",
              "silence",
              "gunshot",
              "explosion",
              "scream",
              "crying",
              "siren")
          .withDescription("The same for sound.");

  public static final ConfigOption<String> SCORING_DEVICE =
      key("scoring.device")
          .stringType()
          .defaultValue("auto")
          .withDescription(
              "cpu, cuda, tensorrt or auto (a GPU if there is one, else the CPU, with the reason in"
                  + " the log).");

  public static final ConfigOption<Integer> SCORING_GPU_INDEX =
      key("scoring.gpu-index")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Index of the GPU among those that a task manager sees, from 0. Where Flink has the"
                  + " external resource gpu, the indices that it gives are used instead.");

  public static final ConfigOption<Integer> SCORING_THREADS =
      key("scoring.threads")
          .intType()
          .defaultValue(0)
          .withDescription("CPU threads of a model session; 0 for one a core.");

  public static final ConfigOption<Integer> SCORING_CAPACITY =
      key("scoring.capacity")
          .intType()
          .defaultValue(128)
          .withDescription(
              "Items in flight per subtask; each is part of a checkpoint while it is.");

  public static final ConfigOption<Duration> SCORING_TIMEOUT =
      key("scoring.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription("After this time an item is unscored for TIMEOUT.");

  public static final ConfigOption<List<String>> MEDIA_ALLOWED_PREFIXES =
      key("scoring.media.allowed-prefixes")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription(
              "Where pictures and sounds may be fetched from, in any file system that Flink reads:"
                  + " prefixes with scheme and a slash at the end, ; between. None if not set:"
                  + " only media within events are scored.");

  public static final ConfigOption<MemorySize> MEDIA_MAX_BYTES =
      key("scoring.media.max-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(512))
          .withDescription("Largest picture or sound that is fetched.");

  public static final ConfigOption<Duration> MEDIA_TIMEOUT =
      key("scoring.media.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(2))
          .withDescription("After this time of fetching and decoding an item is unscored.");

  public static final ConfigOption<Integer> MEDIA_THREADS =
      key("scoring.media.threads")
          .intType()
          .defaultValue(2)
          .withDescription(
              "Threads that fetch and decode, of each subtask that matches or scores pictures or"
                  + " sounds; each holds a picture's file, up to 20 MB. However many there are, a"
                  + " task manager decodes only as many pictures at a time as fit into half of its"
                  + " heap, of up to 200 MB each.");

  public static final ConfigOption<Integer> MEDIA_QUEUE =
      key("scoring.media.queue")
          .intType()
          .defaultValue(256)
          .withDescription("Pictures and sounds that may wait for a thread; more are unscored.");

  public static final ConfigOption<Integer> MEDIA_REUSED_SCORES =
      key("scoring.media.reused-scores")
          .intType()
          .defaultValue(20_000)
          .withDescription(
              "Pictures and sounds whose scores each subtask keeps for each lineup of versions, to"
                  + " use them for what comes with the same digest instead of fetching and scoring"
                  + " it; about 1 kB each. That trusts the digests in the events: 0 for none, if"
                  + " whoever publishes can choose them.");

  public static final ConfigOption<MemorySize> INTAKE_MAX_INLINE =
      key("intake.max-inline-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription(
              "Largest picture or sound within an event; larger ones come by reference.");

  public static final ConfigOption<Integer> INTAKE_MAX_TEXT =
      key("intake.max-text-chars")
          .intType()
          .defaultValue(200_000)
          .withDescription(
              "Characters of a description or transcript. More than a model reads: of each field it"
                  + " scores the first 1,500 words or so.");

  public static final ConfigOption<Integer> INTAKE_MAX_TITLE =
      key("intake.max-title-chars")
          .intType()
          .defaultValue(1_000)
          .withDescription("Characters of a title, a tag or a link.");

  public static final ConfigOption<Integer> INTAKE_MAX_LIST =
      key("intake.max-list-items")
          .intType()
          .defaultValue(200)
          .withDescription("Tags or links of an event.");

  public static final ConfigOption<Duration> INTAKE_MAX_AHEAD =
      key("intake.max-ahead")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription(
              "How far the time of an event or of a change may be ahead of its Kafka record's.");

  /** All options, in the order of the stream. */
  public static List<ConfigOption<?>> all() {
    return List.of(
        KAFKA_BOOTSTRAP_SERVERS,
        KAFKA_TOPIC_PREFIX,
        KAFKA_GROUP_ID,
        KAFKA_START,
        KAFKA_TRANSACTION_TIMEOUT,
        KAFKA_TRANSACTION_PREFIX,
        KAFKA_TRANSACTION_NAMING,
        WIRE_FORMAT,
        WIRE_REGISTRY_URL,
        WIRE_REGISTRY_USER,
        WIRE_REGISTRY_PASSWORD,
        INTAKE_MAX_INLINE,
        INTAKE_MAX_TEXT,
        INTAKE_MAX_TITLE,
        INTAKE_MAX_LIST,
        INTAKE_MAX_AHEAD,
        SCORING_MODE,
        SCORING_MODELS,
        PACKAGES_ALLOWED_PREFIXES,
        PACKAGES_MAX_BYTES,
        PACKAGES_CACHE,
        SCORING_SHADOW_PATIENCE,
        SCORING_TEXT_MODEL,
        SCORING_TEXT_CASCADE,
        SCORING_IMAGE_MODEL,
        SCORING_AUDIO_MODEL,
        SCORING_SPEECH_MODEL,
        SCORING_SUPPLIED_TEXT,
        SCORING_SUPPLIED_IMAGE,
        SCORING_SUPPLIED_AUDIO,
        SCORING_DEVICE,
        SCORING_GPU_INDEX,
        SCORING_THREADS,
        SCORING_CAPACITY,
        SCORING_TIMEOUT,
        MEDIA_ALLOWED_PREFIXES,
        MEDIA_MAX_BYTES,
        MEDIA_TIMEOUT,
        MEDIA_THREADS,
        MEDIA_QUEUE,
        MEDIA_REUSED_SCORES,
        OUT_OF_ORDERNESS,
        IDLE_TIMEOUT,
        SIGNAL_IDLE_TIMEOUT,
        PLAYS_DELAY,
        WINDOW_SIZE,
        POLICY_BUNDLE,
        MATCHING_BANKS,
        MATCHING_ENTRY_RETENTION,
        MATCHING_ENTRY_LIMIT,
        MATCHING_MEMORY,
        MATCHING_REUPLOAD_MEMORY,
        MATCHING_REUSED_FINGERPRINTS);
  }

  private EarshotOptions() {}
}
