package io.earshot.job;

import io.earshot.intake.Intake;
import io.earshot.intake.IntakeLimits;
import io.earshot.intake.Modality;
import io.earshot.job.EarshotOptions.ScoringMode;
import io.earshot.job.EarshotOptions.WireFormatKind;
import io.earshot.job.ModelDirectory.Use;
import io.earshot.job.media.FileSystemMediaLoader;
import io.earshot.job.media.MediaAccess;
import io.earshot.job.wire.WireSettings;
import io.earshot.matching.BankException;
import io.earshot.matching.BankSource;
import io.earshot.model.Device;
import io.earshot.model.ModelPackage;
import io.earshot.model.SessionConfig;
import io.earshot.policy.BundleException;
import io.earshot.policy.Nearest;
import io.earshot.policy.PolicySource;
import io.earshot.scoring.AudioScoring;
import io.earshot.scoring.BatcherConfig;
import io.earshot.scoring.ImageScoring;
import io.earshot.scoring.InferenceConfig;
import io.earshot.scoring.ItemScoring;
import io.earshot.scoring.MediaSettings;
import io.earshot.scoring.SoundScorer;
import io.earshot.scoring.SuppliedWhereUnsent;
import io.earshot.scoring.TextScoring;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the job's configuration: {@code --key value} pairs, and files of the same keys given by
 * {@code --config FILE}; a key on the command line wins. Everything that can be checked without a
 * cluster is checked here: keys, values, secrets, model packages, the policy bundle.
 */
public final class ConfigReader {

  /** About a gigabyte of scores in each subtask. */
  private static final int MOST_REMEMBERED = 1_000_000;

  private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private static final Pattern SECRET = Pattern.compile("\\$\\{(file|env):([^}]+)}");

  private ConfigReader() {}

  /**
   * Reads a command line.
   *
   * @throws ConfigurationException naming the first thing that is wrong
   */
  public static JobConfig parse(String... args) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> fromFiles = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--")) {
        throw new ConfigurationException(
            "argument " + args[i] + " is not an option; options are given as --key value");
      }
      if (i + 1 == args.length) {
        throw new ConfigurationException(
            "option " + args[i] + " has no value; options are given as --key value");
      }
      String key = args[i].substring(2);
      if (key.equals("config")) {
        fromFiles.putAll(file(args[i + 1]));
      } else {
        values.put(key, args[i + 1]);
      }
    }
    fromFiles.forEach(values::putIfAbsent);
    return read(values);
  }

  /**
   * Checks key-value pairs.
   *
   * @throws ConfigurationException naming the first thing that is wrong
   */
  public static JobConfig read(Map<String, String> given) {
    Given known = known(given);
    Configuration options = known.options();
    Scoring scoring = scoring(options);
    return new JobConfig(
        kafka(options, known.properties()),
        wire(options),
        new JobConfig.Time(
            positive(options, EarshotOptions.WINDOW_SIZE),
            notNegative(options, EarshotOptions.OUT_OF_ORDERNESS),
            positive(options, EarshotOptions.IDLE_TIMEOUT),
            positive(options, EarshotOptions.SIGNAL_IDLE_TIMEOUT),
            notNegative(options, EarshotOptions.PLAYS_DELAY)),
        scoring.config(),
        limits(options),
        policies(options, scoring.labels()),
        new JobConfig.Matching(
            banks(options),
            media(options),
            positive(options, EarshotOptions.MATCHING_ENTRY_RETENTION),
            positiveInt(options, EarshotOptions.MATCHING_ENTRY_LIMIT),
            notNegative(options, EarshotOptions.MATCHING_MEMORY),
            notNegative(options, EarshotOptions.MATCHING_REUPLOAD_MEMORY)));
  }

  /**
   * A job's topics and how records lie in them.
   *
   * @param kafka the brokers
   * @param wire the format
   */
  public record Topics(JobConfig.Kafka kafka, WireSettings wire) {}

  /**
   * The topics of a job with these options, which is all that is read of them: for tools beside it.
   *
   * @throws ConfigurationException naming the first thing that is wrong
   */
  public static Topics topics(Map<String, String> given) {
    Given known = known(given);
    return new Topics(kafka(known.options(), known.properties()), wire(known.options()));
  }

  private record Given(Configuration options, Map<String, String> properties) {}

  /** Sorts what was given, and refuses what there is not. */
  private static Given known(Map<String, String> given) {
    Map<String, String> properties = new TreeMap<>();
    Configuration options = new Configuration();
    Map<String, ConfigOption<?>> known = new TreeMap<>();
    EarshotOptions.all().forEach(option -> known.put(option.key(), option));
    given.forEach(
        (key, value) -> {
          if (key.equals(EarshotOptions.KAFKA_PROPERTIES + "bootstrap.servers")) {
            throw new ConfigurationException(
                key
                    + " would override "
                    + EarshotOptions.KAFKA_BOOTSTRAP_SERVERS.key()
                    + "; give the brokers there");
          }
          if (key.startsWith(EarshotOptions.KAFKA_PROPERTIES)) {
            properties.put(
                key.substring(EarshotOptions.KAFKA_PROPERTIES.length()), secret(key, value));
          } else if (known.containsKey(key)) {
            options.setString(key, secret(key, value));
          } else {
            throw new ConfigurationException(
                "unknown option "
                    + key
                    + Nearest.hint(key, known.keySet())
                    + "; known are "
                    + known.keySet());
          }
        });
    return new Given(options, properties);
  }

  private record Scoring(JobConfig.Scoring config, Map<Modality, List<String>> labels) {}

  private static JobConfig.Kafka kafka(Configuration options, Map<String, String> properties) {
    String servers = options.get(EarshotOptions.KAFKA_BOOTSTRAP_SERVERS);
    if (servers == null || servers.isBlank()) {
      throw new ConfigurationException(
          "kafka.bootstrap-servers is not set; give the brokers as host:port with commas between");
    }
    Duration timeout = positive(options, EarshotOptions.KAFKA_TRANSACTION_TIMEOUT);
    return new JobConfig.Kafka(
        servers,
        options.get(EarshotOptions.KAFKA_TOPIC_PREFIX),
        options.get(EarshotOptions.KAFKA_GROUP_ID),
        value(options, EarshotOptions.KAFKA_START),
        timeout,
        options.get(EarshotOptions.KAFKA_TRANSACTION_PREFIX),
        value(options, EarshotOptions.KAFKA_TRANSACTION_NAMING),
        properties);
  }

  private static WireSettings wire(Configuration options) {
    WireFormatKind kind = value(options, EarshotOptions.WIRE_FORMAT);
    String url = options.get(EarshotOptions.WIRE_REGISTRY_URL);
    if (kind == WireFormatKind.CONFLUENT && url == null) {
      throw new ConfigurationException(
          "wire.format is CONFLUENT but wire.registry.url is not set; give the registry, or use"
              + " SINGLE_OBJECT");
    }
    if ((options.get(EarshotOptions.WIRE_REGISTRY_USER) == null)
        != (options.get(EarshotOptions.WIRE_REGISTRY_PASSWORD) == null)) {
      throw new ConfigurationException(
          "wire.registry.user and wire.registry.password belong together; give both or neither");
    }
    WireSettings wire =
        new WireSettings(
            kind,
            options.get(EarshotOptions.KAFKA_TOPIC_PREFIX),
            url,
            options.get(EarshotOptions.WIRE_REGISTRY_USER),
            options.get(EarshotOptions.WIRE_REGISTRY_PASSWORD));
    try {
      wire.check();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          EarshotOptions.WIRE_REGISTRY_URL.key() + " cannot be used: " + e.getMessage(), e);
    }
    return wire;
  }

  private static IntakeLimits limits(Configuration options) {
    long inline = value(options, EarshotOptions.INTAKE_MAX_INLINE).getBytes();
    return new IntakeLimits(
        200,
        positiveInt(options, EarshotOptions.INTAKE_MAX_TITLE),
        positiveInt(options, EarshotOptions.INTAKE_MAX_TEXT),
        positiveInt(options, EarshotOptions.INTAKE_MAX_LIST),
        (int) Math.min(Integer.MAX_VALUE, inline),
        notNegative(options, EarshotOptions.INTAKE_MAX_AHEAD).toMillis());
  }

  private static Scoring scoring(Configuration options) {
    ScoringMode mode = value(options, EarshotOptions.SCORING_MODE);
    int capacity = positiveInt(options, EarshotOptions.SCORING_CAPACITY);
    Duration timeout = positive(options, EarshotOptions.SCORING_TIMEOUT);
    ChosenModels models = ChosenModels.of(options);
    SessionConfig session = session(options);
    MediaSettings media = media(options);
    Map<Modality, ItemScoring> scorings = new EnumMap<>(Modality.class);
    models
        .used(Use.TEXT)
        .ifPresent(
            text ->
                scorings.put(
                    Modality.TEXT,
                    new TextScoring(
                        inference(text, session),
                        models.gate().map(gate -> inference(gate, session)).orElse(null),
                        timeout)));
    models
        .used(Use.IMAGE)
        .ifPresent(
            image ->
                scorings.put(
                    Modality.IMAGE,
                    besideSupplied(
                        options,
                        EarshotOptions.SCORING_SUPPLIED_IMAGE,
                        new ImageScoring(inference(image, session), media, timeout))));
    models
        .used(Use.AUDIO)
        .ifPresent(
            audio ->
                scorings.put(
                    Modality.AUDIO,
                    besideSupplied(
                        options,
                        EarshotOptions.SCORING_SUPPLIED_AUDIO,
                        new AudioScoring(
                            inference(audio, session),
                            models
                                .used(Use.SPEECH)
                                .map(speech -> inference(speech, session))
                                .orElse(null),
                            media,
                            timeout))));
    return new Scoring(
        new JobConfig.Scoring(
            mode,
            scorings,
            models.versions(),
            models.catalog(),
            session,
            capacity,
            timeout,
            media.timeout(),
            notNegative(options, EarshotOptions.SCORING_SHADOW_PATIENCE)),
        labels(options, models));
  }

  /** A model, and what the platform supplies beside it if it says that it does. */
  private static ItemScoring besideSupplied(
      Configuration options, ConfigOption<List<String>> supplied, ItemScoring model) {
    return options.contains(supplied) ? new SuppliedWhereUnsent(model) : model;
  }

  private static MediaSettings media(Configuration options) {
    MediaAccess access = MediaAccess.of(options);
    return new MediaSettings(
        new FileSystemMediaLoader(access),
        access.threads(),
        access.queue(),
        access.timeout(),
        remembered(options, EarshotOptions.MEDIA_REUSED_SCORES),
        options.get(EarshotOptions.MATCHING_REUSED_FINGERPRINTS).getBytes());
  }

  private static int remembered(Configuration options, ConfigOption<Integer> option) {
    int most = value(options, option);
    if (most < 0 || most > MOST_REMEMBERED) {
      throw new ConfigurationException(
          option.key() + " is " + most + "; it must be from 0 to " + MOST_REMEMBERED);
    }
    return most;
  }

  private static BankSource banks(Configuration options) {
    String file = options.get(EarshotOptions.MATCHING_BANKS);
    if (file == null) {
      return BankSource.NONE;
    }
    try {
      FileBankSource source = FileBankSource.of(file);
      source.check();
      return source;
    } catch (BankException e) {
      throw new ConfigurationException(
          EarshotOptions.MATCHING_BANKS.key() + ": " + e.getMessage(), e);
    }
  }

  private static InferenceConfig inference(ModelPackage model, SessionConfig session) {
    return new InferenceConfig(
        model.directory().toAbsolutePath().toString(), session, BatcherConfig.DEFAULT);
  }

  /**
   * The labels that rules may ask for under options of scoring, which is all that is read of them:
   * for tools that check a bundle without a job.
   *
   * @throws ConfigurationException naming the first thing that is wrong
   */
  public static Map<Modality, List<String>> labels(Map<String, String> given) {
    Configuration options = Configuration.fromMap(given);
    return labels(options, ChosenModels.of(options));
  }

  /** Labels by modality: those of its model, or those that are supplied. */
  private static Map<Modality, List<String>> labels(Configuration options, ChosenModels models) {
    boolean supplied = value(options, EarshotOptions.SCORING_MODE) == ScoringMode.SUPPLIED;
    Map<Modality, List<String>> labels = new EnumMap<>(Modality.class);
    labels.put(
        Modality.TEXT,
        models
            .used(Use.TEXT)
            .map(text -> text.manifest().labelNames())
            .orElseGet(() -> supplied(options, EarshotOptions.SCORING_SUPPLIED_TEXT)));
    List<String> seen =
        models.used(Use.IMAGE).map(image -> image.manifest().labelNames()).orElse(List.of());
    List<String> heard =
        new ArrayList<>(
            models.used(Use.AUDIO).map(audio -> audio.manifest().labelNames()).orElse(List.of()));
    models
        .used(Use.SPEECH)
        .filter(speech -> !heard.isEmpty())
        .ifPresent(speech -> heard.add(SoundScorer.SPEECH_SHARE));
    // Beside a text model nobody may supply anything at all, and then a rule on pictures would be
    // one that never fires.
    Map.of(
            Modality.IMAGE, labels(options, seen, EarshotOptions.SCORING_SUPPLIED_IMAGE),
            Modality.AUDIO, labels(options, heard, EarshotOptions.SCORING_SUPPLIED_AUDIO))
        .forEach(
            (modality, all) -> {
              if (!all.isEmpty() || supplied) {
                labels.put(modality, all);
              }
            });
    return labels;
  }

  /** Those of a model, if there is one, and then those that are supplied where it has none. */
  private static List<String> labels(
      Configuration options, List<String> ofModel, ConfigOption<List<String>> supplied) {
    Set<String> labels = new LinkedHashSet<>(ofModel);
    boolean all = value(options, EarshotOptions.SCORING_MODE) == ScoringMode.SUPPLIED;
    if (all || options.contains(supplied)) {
      labels.addAll(supplied(options, supplied));
    }
    return List.copyOf(labels);
  }

  private static List<String> supplied(Configuration options, ConfigOption<List<String>> option) {
    List<String> labels = value(options, option);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches() || Intake.RESERVED_LABELS.contains(label)) {
        throw new ConfigurationException(
            option.key()
                + " lists \""
                + label
                + "\", which no rule could ask for; a label is a letter and then letters, digits"
                + " and underscores, and none of "
                + Intake.RESERVED_LABELS);
      }
    }
    return labels;
  }

  private static SessionConfig session(Configuration options) {
    try {
      return SessionConfig.of(
              Device.parse(options.get(EarshotOptions.SCORING_DEVICE)),
              value(options, EarshotOptions.SCORING_THREADS))
          .onGpu(value(options, EarshotOptions.SCORING_GPU_INDEX));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("scoring: " + e.getMessage(), e);
    }
  }

  private static PolicySource policies(Configuration options, Map<Modality, List<String>> labels) {
    String file = options.get(EarshotOptions.POLICY_BUNDLE);
    String name = file == null ? DefaultBundle.NAME : file;
    PolicySource source = new PolicySource(name, bundle(file), labels);
    try {
      source.compile();
    } catch (BundleException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
    return source;
  }

  private static String bundle(@Nullable String file) {
    if (file == null) {
      return DefaultBundle.text();
    }
    try (InputStream in = open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigurationException(
          "policy.bundle is " + file + ", which cannot be read: " + e.getMessage(), e);
    }
  }

  private static FSDataInputStream open(String file) throws IOException {
    org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(file);
    return FileSystem.get(path.toUri()).open(path);
  }

  private static Map<String, String> file(String file) {
    Object root;
    try (InputStream in = open(file)) {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
    } catch (IOException | YAMLException e) {
      throw new ConfigurationException(
          "configuration file " + file + " cannot be read: " + e.getMessage(), e);
    }
    Map<String, String> values = new LinkedHashMap<>();
    flatten(file, "", root, values);
    return values;
  }

  private static void flatten(
      String file, String prefix, @Nullable Object node, Map<String, String> into) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) ->
              flatten(
                  file, prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, value, into));
    } else if (node == null || node instanceof List || prefix.isEmpty()) {
      throw new ConfigurationException(
          "configuration file "
              + file
              + ": "
              + (prefix.isEmpty() ? "the file" : prefix)
              + " is not a key with one value");
    } else {
      into.put(prefix, String.valueOf(node));
    }
  }

  /**
   * Replaces {@code ${file:PATH}} and {@code ${env:NAME}}, so that no secret has to stand in a
   * command line.
   */
  private static String secret(String key, String value) {
    Matcher matcher = SECRET.matcher(value);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String found;
      if (matcher.group(1).equals("env")) {
        found = System.getenv(matcher.group(2));
        if (found == null) {
          throw new ConfigurationException(
              "option "
                  + key
                  + " asks for the environment variable "
                  + matcher.group(2)
                  + ", which is not set");
        }
      } else {
        try {
          found = Files.readString(Path.of(matcher.group(2))).strip();
        } catch (IOException e) {
          throw new ConfigurationException(
              "option " + key + " asks for the file " + matcher.group(2) + ", which cannot be read",
              e);
        }
      }
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(found));
    }
    return matcher.appendTail(resolved).toString();
  }

  static <T> T value(Configuration options, ConfigOption<T> option) {
    try {
      return options.get(option);
    } catch (IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException(
          option.key()
              + " is \""
              + options.toMap().get(option.key())
              + "\", which is no value for it: "
              + cause.getMessage(),
          e);
    }
  }

  private static Duration positive(Configuration options, ConfigOption<Duration> option) {
    Duration duration = value(options, option);
    if (duration.isNegative() || duration.isZero()) {
      throw new ConfigurationException(
          option.key() + " is " + duration + "; it must be longer than nothing");
    }
    return duration;
  }

  private static Duration notNegative(Configuration options, ConfigOption<Duration> option) {
    Duration duration = value(options, option);
    if (duration.isNegative()) {
      throw new ConfigurationException(
          option.key() + " is " + duration + "; it cannot be negative");
    }
    return duration;
  }

  private static int positiveInt(Configuration options, ConfigOption<Integer> option) {
    int number = value(options, option);
    if (number < 1) {
      throw new ConfigurationException(option.key() + " is " + number + "; it must be at least 1");
    }
    return number;
  }
}
