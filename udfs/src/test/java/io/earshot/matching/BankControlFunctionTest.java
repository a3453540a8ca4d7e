package io.earshot.matching;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ControlStatus;
import io.earshot.intake.ControlTimes;
import io.earshot.intake.Inbound;
import io.earshot.intake.SourceRef;
import io.earshot.matching.BankChange.Operation;
import io.earshot.testing.Harnesses;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The gate of changes of banks knows which entries can end. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class BankControlFunctionTest {

  private static final BankSource CONFIGURED =
      new BankSource() {
        private static final long serialVersionUID = 1L;

        @Override
        public String id() {
          return "configured";
        }

        @Override
        public BankIndex load() {
          return new BankIndex.Builder().add(entry("file", "one")).build();
        }
      };

  @Test
  void theEndOfAnEntryThatThereNeverWas_isRefused_beforeAndAfterARestart() throws Exception {
    OperatorSubtaskState snapshot;
    try (Gate gate = new Gate(null)) {
      assertThat(gate.ask(Operation.ADD, "live", "a")).isEmpty();
      assertThat(gate.ask(Operation.EXPIRE, "live", "b"))
          .singleElement()
          .asString()
          .contains("entryId is b", "bank live never had such an entry");
      assertThat(gate.ask(Operation.WITHDRAW, "file", "two")).hasSize(1);
      assertThat(gate.ask(Operation.EXPIRE, "other", "a"))
          .singleElement()
          .asString()
          .contains("there never was a bank other");
      snapshot = gate.harness.snapshot(1, 1);
    }
    try (Gate gate = new Gate(snapshot)) {
      assertThat(gate.ask(Operation.WITHDRAW, "live", "b")).hasSize(1);
      assertThat(gate.ask(Operation.WITHDRAW, "live", "a")).isEmpty();
      assertThat(gate.ask(Operation.EXPIRE, "live", "a")).isEmpty();
      assertThat(gate.ask(Operation.EXPIRE, "file", "one")).isEmpty();
      assertThat(gate.harness.extractOutputValues()).hasSize(3);
    }
    assertThat(BankIndexes.SHARED.open()).isZero();
  }

  @Test
  void anEntryOfThePlatform_whoseBankNobodyHasHere_canBeWithdrawn() throws Exception {
    try (Gate gate = new Gate(null)) {
      assertThat(gate.ask(Operation.WITHDRAW, "platform", "x")).isEmpty();
      assertThat(Harnesses.side(gate.harness, BankControlFunction.WITHDRAWALS)).hasSize(1);
    }
  }

  @Test
  void whatAnOlderJobLetThrough_isNotKnown_soNothingIsRefusedForThat() {
    KnownEntries known = new KnownEntries(BankIndex.EMPTY, List.of());
    known.add(entry("live", "a"));

    assertThat(known.faultOf(change(Operation.EXPIRE, "live", "b"))).isNull();
    assertThat(
            new KnownEntries(BankIndex.EMPTY, known.kept())
                .faultOf(change(Operation.EXPIRE, "live", "b")))
        .isNull();
  }

  private static BankEntry entry(String bank, String id) {
    return new BankEntry(
        bank,
        id,
        FingerprintKind.SHA256,
        "0".repeat(64),
        "TVE.TERROR",
        BankEntry.UNRATED,
        "",
        T0,
        Long.MAX_VALUE,
        0);
  }

  private static BankChange change(Operation operation, String bank, String id) {
    return new BankChange(operation + bank + id, operation, entry(bank, id), T0);
  }

  private static final class Gate implements AutoCloseable {
    private final OneInputStreamOperatorTestHarness<Inbound<BankChange>, BankChange> harness;

    Gate(@Nullable OperatorSubtaskState snapshot) throws Exception {
      harness =
          new OneInputStreamOperatorTestHarness<>(
              new ProcessOperator<>(
                  new BankControlFunction(
                      Set.of("TVE.TERROR"), new ControlTimes(1_000), CONFIGURED)));
      if (snapshot != null) {
        harness.initializeState(snapshot);
      }
      harness.open();
    }

    /** The faults that a change is answered with. */
    List<String> ask(Operation operation, String bank, String id) throws Exception {
      harness.processElement(
          new Inbound<>(
              new SourceRef("control.banks", 0, 0),
              T0,
              List.of(),
              null,
              new byte[0],
              change(operation, bank, id),
              null),
          T0);
      List<ControlStatus> all = Harnesses.side(harness, BankControlFunction.STATUS);
      ControlStatus last = all.get(all.size() - 1);
      assertThat(last.result() == ControlStatus.Result.ACCEPTED).isEqualTo(last.errors().isEmpty());
      return last.errors();
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }
}
