package io.earshot.matching;

import io.earshot.intake.ControlStatus;
import io.earshot.intake.ControlTimes;
import io.earshot.intake.EntryRef;
import io.earshot.intake.Inbound;
import io.earshot.intake.IntakeFunction;
import io.earshot.intake.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The gate of the control topic of banks: what comes out is right and may be used by all. It runs
 * once for the whole job, so that every change has one answer.
 */
public final class BankControlFunction extends ProcessFunction<Inbound<BankChange>, BankChange>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ControlStatus> STATUS =
      new OutputTag<ControlStatus>("bank-status") {};

  /** Those of the changes that say that an entry was wrong. */
  public static final OutputTag<EntryWithdrawal> WITHDRAWALS =
      new OutputTag<EntryWithdrawal>("bank-withdrawals") {};

  /** The state in which every subtask keeps the changes that came through the gate. */
  public static final MapStateDescriptor<String, BankChange> CHANGES =
      new MapStateDescriptor<>("bank-changes", String.class, BankChange.class);

  private final BankControl control;
  private final ControlTimes times;
  private final BankSource banks;
  private transient BankIndexes.@Nullable Lease lease;
  private transient @Nullable List<Long> restored;
  private transient @Nullable KnownEntries known;
  private transient @Nullable ListState<Long> kept;
  private transient @Nullable Counter accepted;
  private transient @Nullable Counter refused;

  /**
   * A gate.
   *
   * @param policies ids that an entry may name
   * @param times what may be taken for the time of a change
   * @param banks those of the configuration, whose entries may end too
   */
  public BankControlFunction(Set<String> policies, ControlTimes times, BankSource banks) {
    this.banks = banks;
    this.control = new BankControl(policies);
    this.times = times;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    kept =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("known-entries", Long.class));
    restored = null;
    if (context.isRestored()) {
      List<Long> before = new ArrayList<>();
      kept.get().forEach(before::add);
      restored = before;
    }
  }

  @Override
  public void open(OpenContext context) {
    lease = MatchingFunction.leased(getRuntimeContext(), banks);
    known = new KnownEntries(lease.index(), restored);
    restored = null;
    accepted = getRuntimeContext().getMetricGroup().counter("acceptedChanges");
    refused = getRuntimeContext().getMetricGroup().counter("refusedChanges");
  }

  @Override
  public void processElement(
      Inbound<BankChange> record, Context context, Collector<BankChange> out) {
    BankChange change = record.value();
    Refusal refusal = times.refuse(record);
    if (change == null || refusal != null) {
      Refusal why = Objects.requireNonNull(refusal, "a record has a value or a refusal");
      Objects.requireNonNull(refused).inc();
      context.output(IntakeFunction.DEAD_LETTERS, record.refused(why));
      if (change != null) {
        context.output(STATUS, ControlTimes.answer(change, why));
      }
      return;
    }
    KnownEntries entries = Objects.requireNonNull(known, "open runs first");
    ControlStatus status = control.check(change, entries);
    context.output(STATUS, status);
    if (status.result() == ControlStatus.Result.ACCEPTED) {
      Objects.requireNonNull(accepted).inc();
      out.collect(change);
      if (change.operation() == BankChange.Operation.ADD) {
        entries.add(change.entry());
      }
      if (change.operation() == BankChange.Operation.WITHDRAW) {
        context.output(
            WITHDRAWALS,
            new EntryWithdrawal(
                new EntryRef(change.entry().bank(), change.entry().entryId()),
                change.eventId(),
                change.takesEffectAt(),
                record.source()));
      }
    } else {
      Objects.requireNonNull(refused).inc();
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    Objects.requireNonNull(kept, "initializeState runs first")
        .update(Objects.requireNonNull(known).kept());
  }

  @Override
  public void close() {
    BankIndexes.Lease held = lease;
    if (held != null) {
      held.close();
    }
  }
}
