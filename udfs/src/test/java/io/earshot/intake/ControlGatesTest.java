package io.earshot.intake;

import static io.earshot.testing.TestData.MODELS;
import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.bundleText;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.matching.BankChange;
import io.earshot.matching.BankControlFunction;
import io.earshot.matching.BankEntry;
import io.earshot.matching.BankSource;
import io.earshot.matching.FingerprintKind;
import io.earshot.model.ModelPackageException;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.policy.PolicySource;
import io.earshot.scoring.ModelBook;
import io.earshot.scoring.ModelChange;
import io.earshot.scoring.ModelControl;
import io.earshot.scoring.ModelControlFunction;
import io.earshot.testing.Harnesses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** What all gates of control topics do with changes whose times cannot be. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class ControlGatesTest {

  private static final long AHEAD = Duration.ofHours(1).toMillis();
  private static final long FARTHEST = ControlTimes.FARTHEST_AHEAD.toMillis();
  private static final long YEAR_9999 = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();
  private static final ControlTimes TIMES = new ControlTimes(AHEAD);

  /** The control topics. */
  enum Gate {
    POLICIES,
    BANKS,
    MODELS
  }

  private record Drawn(long published, long effective) {
    boolean plausible() {
      return plausible(published, AHEAD) && plausible(effective, FARTHEST);
    }

    private static boolean plausible(long time, long ahead) {
      return time >= Instant.parse("2000-01-01T00:00:00Z").toEpochMilli() && time <= T0 + ahead;
    }
  }

  private record Outcome(List<?> changes, List<ControlStatus> status, List<DeadLetter> letters) {}

  @Provide
  Arbitrary<List<Drawn>> changes() {
    Arbitrary<Long> times =
        Arbitraries.of(
            T0 - 5_000,
            T0,
            T0 + AHEAD,
            T0 + AHEAD + 1,
            T0 + FARTHEST,
            T0 + FARTHEST + 1,
            T0 / 1_000,
            T0 * 1_000,
            YEAR_9999,
            0L,
            Long.MIN_VALUE,
            Long.MAX_VALUE);
    return Combinators.combine(times, times).as(Drawn::new).list().ofMaxSize(12);
  }

  /** What came before stays in effect: nothing of a refused one leaves the gate. */
  @Property(tries = 60)
  void aChangeWhoseTimesCannotBe_isRefused_andIsAsIfItHadNotBeen(
      @ForAll Gate gate, @ForAll("changes") List<Drawn> drawn) throws Exception {
    List<Drawn> plausible = drawn.stream().filter(Drawn::plausible).toList();

    Outcome all = through(gate, drawn);
    Outcome alone = through(gate, plausible);

    assertThat(all.changes().stream().map(ControlGatesTest::times).toList())
        .isEqualTo(alone.changes().stream().map(ControlGatesTest::times).toList());
    assertThat(all.letters())
        .hasSize(drawn.size() - plausible.size())
        .allSatisfy(
            letter ->
                assertThat(letter.refusal().reason()).isEqualTo(Refusal.Reason.INVALID_FIELD));
    assertThat(all.status()).hasSameSizeAs(drawn);
    for (int i = 0; i < drawn.size(); i++) {
      if (!drawn.get(i).plausible()) {
        assertThat(all.status().get(i).result()).isEqualTo(ControlStatus.Result.REFUSED);
      }
    }
  }

  @Example
  void theYear9999_isRefusedByEveryGate_withTheFieldTheValueAndTheLimit() throws Exception {
    for (Gate gate : Gate.values()) {
      Outcome outcome = through(gate, List.of(new Drawn(T0, YEAR_9999), new Drawn(YEAR_9999, T0)));

      assertThat(outcome.changes()).isEmpty();
      assertThat(outcome.letters())
          .extracting(letter -> letter.refusal().field())
          .containsExactly("effectiveAt", "eventTime");
      assertThat(outcome.status())
          .allSatisfy(
              status -> {
                assertThat(status.result()).isEqualTo(ControlStatus.Result.REFUSED);
                assertThat(status.subject()).isNotEmpty();
              });
      assertThat(outcome.status().get(0).controlEventId()).isEqualTo("change-0");
      assertThat(outcome.status().get(0).errors().get(0))
          .contains("effectiveAt is " + YEAR_9999, "at most " + FARTHEST, String.valueOf(T0));
      assertThat(outcome.status().get(1).errors().get(0)).contains("eventTime is " + YEAR_9999);
    }
  }

  private static String times(Object change) {
    return change instanceof ControlChange known
        ? known.publishedAt() + " " + known.effectiveAt()
        : String.valueOf(change).replaceAll("change-\\d+", "change");
  }

  private static Outcome through(Gate gate, List<Drawn> drawn) throws Exception {
    return switch (gate) {
      case POLICIES ->
          through(
              new PolicyControlFunction(new PolicySource("test", bundleText(), MODELS), TIMES),
              PolicyControlFunction.STATUS,
              drawn,
              (id, one) ->
                  new PolicyChange(
                      id,
                      PolicyChange.Operation.PAUSE,
                      "",
                      "HAT.HATE",
                      one.effective(),
                      one.published()));
      case BANKS ->
          through(
              new BankControlFunction(Set.of("TVE.TERROR"), TIMES, BankSource.NONE),
              BankControlFunction.STATUS,
              drawn,
              (id, one) ->
                  new BankChange(
                      id,
                      BankChange.Operation.ADD,
                      new BankEntry(
                          "bank",
                          "e",
                          FingerprintKind.SHA256,
                          "0".repeat(64),
                          "TVE.TERROR",
                          BankEntry.UNRATED,
                          "",
                          one.effective(),
                          Long.MAX_VALUE,
                          0),
                      one.published()));
      case MODELS ->
          through(
              new ModelControlFunction(
                  new ModelControl.Deployment(
                      new EnumMap<>(Modality.class),
                      (id, version, location) -> {
                        throw new ModelPackageException(id + " is asked for");
                      }),
                  new ModelBook.Beginning(new EnumMap<>(Modality.class), List.of()),
                  TIMES),
              ModelControlFunction.STATUS,
              drawn,
              (id, one) ->
                  new ModelChange(
                      id,
                      "text",
                      "1",
                      ModelChange.Stage.ACTIVE,
                      null,
                      "",
                      one.effective(),
                      one.published()));
    };
  }

  private interface Making<C> {
    C of(String id, Drawn drawn);
  }

  private static <C, O> Outcome through(
      ProcessFunction<Inbound<C>, O> gate,
      OutputTag<ControlStatus> status,
      List<Drawn> drawn,
      Making<C> making)
      throws Exception {
    try (OneInputStreamOperatorTestHarness<Inbound<C>, O> harness =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(gate))) {
      harness.open();
      for (int i = 0; i < drawn.size(); i++) {
        C change = making.of("change-" + i, drawn.get(i));
        harness.processElement(
            new Inbound<>(
                new SourceRef("control", 0, i), T0, List.of(), null, new byte[0], change, null),
            T0);
      }
      return new Outcome(
          new ArrayList<>(harness.extractOutputValues()),
          Harnesses.side(harness, status),
          Harnesses.side(harness, IntakeFunction.DEAD_LETTERS));
    }
  }
}
