package io.earshot.job.cli;

import io.earshot.enforcement.CreatorLedger;
import io.earshot.enforcement.EnforcementFunction;
import io.earshot.enforcement.LedgerReport;
import io.earshot.enforcement.Matter;
import io.earshot.enforcement.OpenTask;
import io.earshot.enforcement.SubjectLedger;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobEnvironment;
import io.earshot.policy.JudgementFunction;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.state.api.runtime.SavepointLoader;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.StateMigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a savepoint or checkpoint of the job with Flink's State Processor API. Flink finds a key
 * only by going through all of them, so this takes time with the number of creators.
 */
final class SavepointStates {

  private static final String METADATA = "_metadata";
  private static final OperatorIdentifier JUDGEMENT = OperatorIdentifier.forUid("judgement");
  private static final OperatorIdentifier ENFORCEMENT = OperatorIdentifier.forUid("enforcement");

  private static final TypeInformation<Tuple2<String, byte[]>> KEYED_BYTES =
      Types.TUPLE(Types.STRING, Types.PRIMITIVE_ARRAY(Types.BYTE));

  /** Those in effect and those to come are a few dozen. */
  private static final int MOST_CHANGES = 10_000;

  private final Path folder;
  private final CheckpointMetadata metadata;

  private SavepointStates(Path folder, CheckpointMetadata metadata) {
    this.folder = folder;
    this.metadata = metadata;
  }

  /**
   * Opens a savepoint or checkpoint.
   *
   * @throws ConfigurationException if the folder is none, or not one of this job
   */
  static SavepointStates open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(METADATA))) {
      throw new ConfigurationException(
          folder
              + (Files.isDirectory(folder) ? " has no file _metadata" : " is no folder")
              + ", so it is no savepoint or checkpoint; name the folder that has one"
              + candidates(folder));
    }
    CheckpointMetadata metadata;
    try {
      metadata = SavepointLoader.loadSavepointMetadata(uri(folder));
    } catch (IOException | RuntimeException e) {
      throw new ConfigurationException(
          "the file _metadata of "
              + folder
              + " is none that this Flink reads: "
              + e.getMessage()
              + "; take the savepoint of a job that runs on the same version",
          e);
    }
    for (OperatorIdentifier operator : List.of(JUDGEMENT, ENFORCEMENT)) {
      if (metadata.getOperatorStates().stream()
          .noneMatch(state -> state.getOperatorID().equals(operator.getOperatorId()))) {
        throw new ConfigurationException(
            folder
                + " holds no operator "
                + operator.getUid().orElse("")
                + ": it is of another job, or of a version of Earshot with other operators");
      }
    }
    return new SavepointStates(folder, metadata);
  }

  private static String candidates(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> below = Files.walk(folder, 2)) {
      List<String> found =
          below
              .filter(path -> path.endsWith(METADATA))
              .map(path -> Objects.requireNonNull(path.getParent()).toString())
              .sorted()
              .toList();
      return found.isEmpty() ? "" : ": " + String.join(", ", found);
    } catch (IOException e) {
      throw new ConfigurationException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static String uri(Path folder) {
    return folder.toAbsolutePath().normalize().toUri().toString();
  }

  /** The number of the checkpoint. */
  long checkpointId() {
    return metadata.getCheckpointId();
  }

  /**
   * What it holds of a creator; empty if nothing.
   *
   * @throws ConfigurationException if another version wrote it
   */
  Optional<CreatorState> creator(String creatorId) {
    return read(
        reader -> {
          TypeInformation<CreatorState> type = TypeInformation.of(CreatorState.class);
          DataStream<CreatorState> parts =
              reader
                  .readKeyedState(JUDGEMENT, new JudgementReader(creatorId), Types.STRING, type)
                  .union(
                      reader.readKeyedState(
                          ENFORCEMENT, new EnforcementReader(creatorId), Types.STRING, type));
          // With one part of each operator there is nothing more to look for.
          return parts
              .filter(part -> !part.isNothing())
              .executeAndCollect("earshot state", 2)
              .stream()
              .reduce(CreatorState::and);
        });
  }

  /**
   * The changes of the policies that it holds, by their event.
   *
   * @throws ConfigurationException if another version wrote it
   */
  Collection<PolicyChange> changes() {
    return read(
        reader -> {
          SortedMap<String, PolicyChange> changes = new TreeMap<>();
          reader
              .readBroadcastState(
                  JUDGEMENT,
                  PolicyControlFunction.CHANGES.getName(),
                  Types.STRING,
                  TypeInformation.of(PolicyChange.class))
              .executeAndCollect("earshot policy changes", MOST_CHANGES)
              .forEach(one -> changes.put(one.f0, one.f1));
          return changes.values();
        });
  }

  /**
   * Shows the profile of each creator, in any order.
   *
   * @throws ConfigurationException if another version wrote it
   */
  void profiles(BiConsumer<String, CreatorProfile> each) {
    read(
        reader -> {
          each(
              reader.readKeyedState(JUDGEMENT, new AllProfilesReader(), Types.STRING, KEYED_BYTES),
              one -> {
                if (one.f1.length > 0) {
                  each.accept(one.f0, profile(one.f1));
                }
              });
          return true;
        });
  }

  /**
   * The profile in what was kept of a creator.
   *
   * @throws ConfigurationException if another version wrote it
   */
  CreatorProfile profile(byte[] bytes) {
    try {
      return CreatorProfile.of(bytes);
    } catch (IllegalStateException e) {
      throw new ConfigurationException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The creators of whom a restriction is in force on the account itself.
   *
   * @param at as of when, milliseconds since the epoch
   * @throws ConfigurationException if another version wrote it
   */
  Set<String> restricted(long at) {
    return read(
        reader -> {
          Set<String> restricted = new HashSet<>();
          each(
              reader.readKeyedState(
                  ENFORCEMENT, new RestrictedReader(at), Types.STRING, Types.STRING),
              creator -> {
                if (!creator.isEmpty()) {
                  restricted.add(creator);
                }
              });
          return restricted;
        });
  }

  private static <T> void each(DataStream<T> all, Consumer<T> what) throws Exception {
    CloseableIterator<T> iterator = all.executeAndCollect("earshot state");
    try {
      iterator.forEachRemaining(what);
    } finally {
      iterator.close();
    }
  }

  /** Something that is read. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(SavepointReader reader) throws Exception;
  }

  private <T> T read(Reading<T> reading) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            1, new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
    env.setMaxParallelism(JobEnvironment.MAX_PARALLELISM);
    try {
      return reading.of(SavepointReader.read(env, uri(folder), backend()));
    } catch (Exception e) {
      if (ExceptionUtils.findThrowable(e, StateMigrationException.class).isPresent()) {
        throw new ConfigurationException(
            "the records in "
                + folder
                + " are of a version of Earshot that this one cannot read; use the version whose"
                + " job wrote it",
            e);
      }
      throw new IllegalStateException("cannot read " + folder, e);
    }
  }

  /** What the state was written by, or can be read by. */
  private StateBackend backend() {
    boolean onHeap =
        metadata.getOperatorStates().stream()
            .map(OperatorState::getStates)
            .flatMap(states -> states.stream())
            .flatMap(state -> state.getManagedKeyedState().stream())
            .noneMatch(
                handle ->
                    handle instanceof IncrementalKeyedStateHandle
                        || handle instanceof KeyGroupsSavepointStateHandle);
    return onHeap ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
  }

  private static int count(ListState<?> state) throws Exception {
    int count = 0;
    for (Object ignored : state.get()) {
      count++;
    }
    return count;
  }

  /** The values in the order of their keys. */
  private static <V> List<V> values(MapState<String, V> state) throws Exception {
    SortedMap<String, V> sorted = new TreeMap<>();
    for (Map.Entry<String, V> entry : state.entries()) {
      sorted.put(entry.getKey(), entry.getValue());
    }
    return List.copyOf(sorted.values());
  }

  /** Reads what the judgement keeps. */
  private static final class JudgementReader
      extends KeyedStateReaderFunction<String, CreatorState> {

    private static final long serialVersionUID = 1L;

    private final String creatorId;
    private transient @Nullable ValueState<byte[]> profile;
    private transient @Nullable ListState<Activity> open;

    JudgementReader(String creatorId) {
      this.creatorId = creatorId;
    }

    @Override
    public void open(OpenContext context) {
      profile = getRuntimeContext().getState(JudgementFunction.profile());
      open = getRuntimeContext().getListState(JudgementFunction.openWindows());
    }

    @Override
    public void readKey(String key, Context context, Collector<CreatorState> out) throws Exception {
      // Flink stops reading at the first key for which nothing is given.
      if (!key.equals(creatorId)) {
        out.collect(CreatorState.OTHER);
      } else {
        out.collect(
            new CreatorState(
                Objects.requireNonNull(profile, "open runs first").value(),
                count(Objects.requireNonNull(open)),
                null,
                List.of(),
                List.of(),
                0));
      }
    }
  }

  /** Reads the profiles of all creators; no bytes where there is none. */
  private static final class AllProfilesReader
      extends KeyedStateReaderFunction<String, Tuple2<String, byte[]>> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<byte[]> profile;

    @Override
    public void open(OpenContext context) {
      profile = getRuntimeContext().getState(JudgementFunction.profile());
    }

    @Override
    public void readKey(String key, Context context, Collector<Tuple2<String, byte[]>> out)
        throws Exception {
      byte[] bytes = Objects.requireNonNull(profile, "open runs first").value();
      out.collect(Tuple2.of(key, bytes == null ? new byte[0] : bytes));
    }
  }

  /** Reads which accounts are restricted; an empty id for each that is not. */
  private static final class RestrictedReader extends KeyedStateReaderFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private final long at;
    private transient @Nullable MapState<String, SubjectLedger> subjects;

    RestrictedReader(long at) {
      this.at = at;
    }

    @Override
    public void open(OpenContext context) {
      subjects = getRuntimeContext().getMapState(EnforcementFunction.subjectState());
    }

    @Override
    public void readKey(String key, Context context, Collector<String> out) throws Exception {
      out.collect(
          LedgerReport.isAccountRestricted(
                  values(Objects.requireNonNull(subjects, "open runs first")), at)
              ? key
              : "");
    }
  }

  /** Reads what enforcement keeps. */
  private static final class EnforcementReader
      extends KeyedStateReaderFunction<String, CreatorState> {

    private static final long serialVersionUID = 1L;

    private final String creatorId;
    private transient @Nullable ValueState<CreatorLedger> creator;
    private transient @Nullable MapState<String, SubjectLedger> subjects;
    private transient @Nullable MapState<String, List<OpenTask>> tasks;
    private transient @Nullable ListState<Matter> open;

    EnforcementReader(String creatorId) {
      this.creatorId = creatorId;
    }

    @Override
    public void open(OpenContext context) {
      creator = getRuntimeContext().getState(EnforcementFunction.creatorState());
      subjects = getRuntimeContext().getMapState(EnforcementFunction.subjectState());
      tasks = getRuntimeContext().getMapState(EnforcementFunction.taskState());
      open = getRuntimeContext().getListState(EnforcementFunction.openWindows());
    }

    @Override
    public void readKey(String key, Context context, Collector<CreatorState> out) throws Exception {
      if (!key.equals(creatorId)) {
        out.collect(CreatorState.OTHER);
      } else {
        out.collect(
            new CreatorState(
                null,
                0,
                Objects.requireNonNull(creator, "open runs first").value(),
                values(Objects.requireNonNull(subjects)),
                values(Objects.requireNonNull(tasks)).stream().flatMap(List::stream).toList(),
                count(Objects.requireNonNull(open))));
      }
    }
  }
}
