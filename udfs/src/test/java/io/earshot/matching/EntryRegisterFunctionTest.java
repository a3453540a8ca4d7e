package io.earshot.matching;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.BankMatch;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.EntryRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.testing.Harnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The register of entries as an operator. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class EntryRegisterFunctionTest {

  private static final long WINDOW = 10_000;

  @Test
  void withdrawal_isToldWithItsWindow_toAllInWhoseContentTheEntryWasFound() throws Exception {
    try (Harness harness = new Harness(null)) {
      harness.match("a", 1, 0);
      harness.withdraw("w", 12);
      harness.match("b", 11, 0);
      harness.watermark(19_998);
      assertThat(harness.told()).isEmpty();
      harness.watermark(19_999);

      assertThat(harness.told()).containsExactlyInAnyOrder("a@12", "b@12");
      harness.watermark(60_000);
      assertThat(harness.told()).hasSize(2);
    }
  }

  @Test
  void entryThatIsFoundAfterItsWithdrawal_isToldForTheContentsOwnWindow() throws Exception {
    try (Harness harness = new Harness(null)) {
      harness.withdraw("w", 12);
      harness.match("known before", 35, 0);
      harness.watermark(19_999);
      harness.match("after", 33, 0);
      harness.match("late", 13, 0);

      assertThat(harness.told()).containsExactly("known before@35", "after@33", "late@20");
    }
  }

  @Test
  void entryThatIsAddedAgain_isAnotherOne() throws Exception {
    try (Harness harness = new Harness(null)) {
      harness.match("first", 1, 0);
      harness.match("again", 31, 30);
      harness.withdraw("w", 12);
      harness.watermark(19_999);
      harness.match("again too", 34, 30);
      assertThat(harness.told()).containsExactly("first@12");

      harness.withdraw("w2", 45);
      harness.watermark(59_999);
      assertThat(harness.told()).containsExactlyInAnyOrder("first@12", "again@45", "again too@45");
    }
  }

  @Test
  void withdrawalThatComesLate_isToldInTheNextWindowThatCloses() throws Exception {
    try (Harness harness = new Harness(null)) {
      harness.match("a", 1, 0);
      harness.watermark(30_500);
      harness.withdraw("w", 12);
      harness.watermark(39_999);

      assertThat(harness.told()).containsExactly("a@30");
    }
  }

  @Test
  void whatWasPublishedBeforeTheRetention_isNotTold() throws Exception {
    long day = Duration.ofDays(1).toSeconds();
    try (Harness harness = new Harness(null)) {
      harness.match("old", 1, 0);
      harness.match("young", 2, 0);
      harness.withdraw("w", 1 + day);
      harness.watermark((day + 20) * 1_000);

      assertThat(harness.told()).containsExactly("young@" + (1 + day));
    }
  }

  @Test
  void anyOrderAndARestart_tellTheSame() throws Exception {
    List<EntryNews> news = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      news.add(match("c" + i, i % 19, i % 3 == 0 ? 14 : 0));
    }
    news.addAll(EntryNews.of(withdrawal("w", 12)));
    List<String> expected;
    try (Harness harness = new Harness(null)) {
      news.forEach(harness::process);
      harness.watermark(19_999);
      expected = harness.told();
    }
    assertThat(expected).hasSize(26);
    Collections.shuffle(news, new Random(7));
    OperatorSubtaskState half;
    try (Harness harness = new Harness(null)) {
      news.subList(0, 30).forEach(harness::process);
      half = harness.snapshot();
    }
    try (Harness harness = new Harness(half)) {
      news.subList(30, news.size()).forEach(harness::process);
      harness.watermark(19_999);
      assertThat(harness.told()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static EntryNews match(String id, long seconds, long since) {
    return EntryNews.of(
        EntryMatch.of(
                content(id, "content-" + id, 1, "creator-" + id, T0 + seconds * 1_000),
                List.of(
                    new BankMatch(
                        "bank",
                        "e",
                        "DEC.SCAM",
                        Modality.TEXT,
                        0,
                        false,
                        0,
                        0,
                        since == 0 ? 0 : T0 + since * 1_000)))
            .get(0));
  }

  private static EntryWithdrawal withdrawal(String id, long seconds) {
    return new EntryWithdrawal(
        new EntryRef("bank", "e"), id, T0 + seconds * 1_000, new SourceRef("control.banks", 0, 0));
  }

  /** Times are seconds after {@code T0}, watermarks milliseconds after it. */
  private static final class Harness implements AutoCloseable {
    private final KeyedOneInputStreamOperatorTestHarness<String, EntryNews, ArrivedSignal> operator;

    Harness(@Nullable OperatorSubtaskState snapshot) throws Exception {
      operator =
          Harnesses.open(
              new EntryRegisterFunction(WINDOW, Duration.ofDays(1)), EntryNews::share, snapshot);
    }

    void match(String id, long seconds, long since) {
      process(EntryRegisterFunctionTest.match(id, seconds, since));
    }

    void withdraw(String id, long seconds) {
      EntryNews.of(withdrawal(id, seconds)).forEach(this::process);
    }

    void process(EntryNews news) {
      try {
        operator.processElement(news, T0);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    void watermark(long millis) throws Exception {
      operator.processWatermark(new Watermark(T0 + millis));
    }

    OperatorSubtaskState snapshot() throws Exception {
      return operator.snapshot(1, 1);
    }

    /** Which content was told of when. */
    List<String> told() {
      return operator.extractOutputValues().stream()
          .map(ArrivedSignal::signal)
          .map(
              signal -> {
                CreatorSignal.Withdrawal withdrawal = Objects.requireNonNull(signal.withdrawal());
                return withdrawal.contentEventId() + "@" + (signal.eventTime() - T0) / 1_000;
              })
          .toList();
    }

    @Override
    public void close() throws Exception {
      operator.close();
    }
  }
}
