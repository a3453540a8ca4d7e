package io.earshot.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Keyed functions in an operator on RocksDB, with generic types off as in the job. */
public final class Harnesses {

  /** Key groups, as in every harness. */
  public static final int KEY_GROUPS = 8;

  private Harnesses() {}

  /** An open harness at parallelism 1, from a snapshot if there is one. */
  public static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> open(
      KeyedProcessFunction<String, I, O> function,
      KeySelector<I, String> key,
      @Nullable OperatorSubtaskState snapshot)
      throws Exception {
    return open(function, key, snapshot, 1, 0);
  }

  /** An open harness of one subtask, from a snapshot if there is one. */
  public static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> open(
      KeyedProcessFunction<String, I, O> function,
      KeySelector<I, String> key,
      @Nullable OperatorSubtaskState snapshot,
      int parallelism,
      int subtask)
      throws Exception {
    return open(function, key, Types.STRING, snapshot, parallelism, subtask);
  }

  /** An open harness of one subtask with keys of some type, from a snapshot if there is one. */
  public static <K, I, O> KeyedOneInputStreamOperatorTestHarness<K, I, O> open(
      KeyedProcessFunction<K, I, O> function,
      KeySelector<I, K> key,
      TypeInformation<K> keyType,
      @Nullable OperatorSubtaskState snapshot,
      int parallelism,
      int subtask)
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<K, I, O> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function), key, keyType, KEY_GROUPS, parallelism, subtask);
    ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
        .setGenericTypes(false);
    harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  /**
   * An open harness of one subtask of a function with broadcast, from a snapshot if there is one.
   */
  public static <I, B, O> KeyedBroadcastOperatorTestHarness<String, I, B, O> open(
      KeyedBroadcastProcessFunction<String, I, B, O> function,
      List<MapStateDescriptor<?, ?>> broadcast,
      KeySelector<I, String> key,
      @Nullable OperatorSubtaskState snapshot,
      int parallelism,
      int subtask)
      throws Exception {
    KeyedBroadcastOperatorTestHarness<String, I, B, O> harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(function, broadcast),
            key,
            Types.STRING,
            KEY_GROUPS,
            parallelism,
            subtask);
    ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
        .setGenericTypes(false);
    harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  /** The values that a harness has put out beside its main output. */
  public static <T> List<T> side(AbstractStreamOperatorTestHarness<?> harness, OutputTag<T> tag) {
    ConcurrentLinkedQueue<StreamRecord<T>> records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  /** A savepoint: what is in the state now, and nothing of what was. */
  public static OperatorSubtaskState savepoint(AbstractStreamOperatorTestHarness<?> harness)
      throws Exception {
    return harness
        .snapshotWithLocalState(1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  /** All bytes of keyed state that a savepoint holds. */
  public static byte[] bytes(OperatorSubtaskState savepoint) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (KeyedStateHandle handle : savepoint.getManagedKeyedState()) {
      try (InputStream in = ((StreamStateHandle) handle).openInputStream()) {
        in.transferTo(all);
      }
    }
    return all.toByteArray();
  }

  /** How many keys have a value in a state. */
  public static long keys(AbstractStreamOperatorTestHarness<?> harness, String state) {
    KeyedStateBackend<?> backend =
        ((AbstractStreamOperator<?>) harness.getOperator()).getKeyedStateBackend();
    return backend.getKeys(state, VoidNamespace.INSTANCE).count();
  }
}
