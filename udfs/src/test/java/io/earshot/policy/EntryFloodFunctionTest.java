package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.EntryRef;
import io.earshot.intake.Modality;
import io.earshot.matching.EntryCount;
import io.earshot.matching.EntryCountFunction;
import io.earshot.matching.EntryMatch;
import io.earshot.matching.EntryNews;
import io.earshot.testing.Harnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Both steps of the quarantine as operators: counts by share, and their sum against the limit. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class EntryFloodFunctionTest {

  private static final long WINDOW = 10_000;
  private static final int LIMIT = 20;
  private static final int HOUR = 3_600;

  @Test
  void entryInContentsOfMoreCreatorsThanTheLimit_isPutInQuarantineOnce_fromThatWindowOn()
      throws Exception {
    List<EntryNews> flood = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      flood.add(match("creator-" + i, i, 0));
    }
    Collections.shuffle(flood, new Random(3));
    try (Chain chain = new Chain()) {
      flood.forEach(chain::match);
      chain.close(60);

      assertThat(chain.changes())
          .containsExactly(
              PolicyChange.of(
                  new Quarantined(new EntryRef("bank", "e"), 0, 30, LIMIT), T0 + 30_000));
      assertThat(chain.status()).hasSize(1);
      ControlStatus status = chain.status().get(0);
      assertThat(status.result()).isEqualTo(ControlStatus.Result.LIMITED);
      assertThat(status.subject()).isEqualTo("bank bank entry e");
      assertThat(status.errors().get(0)).contains("30 creators", "more than 20", "WITHDRAW");
    }
  }

  @Test
  void oneCreatorAsOftenAsItLikes_andASlowStream_areNoFlood() throws Exception {
    try (Chain chain = new Chain()) {
      for (int i = 0; i < 200; i++) {
        chain.match(match("creator-" + i % LIMIT, i, 0));
      }
      for (int hour = 1; hour < 4; hour++) {
        for (int i = 0; i < LIMIT; i++) {
          chain.match(match("creator-" + hour + "-" + i, hour * HOUR + i, 0));
        }
        chain.close(hour * HOUR + 60);
      }

      assertThat(chain.changes()).isEmpty();
    }
  }

  @Test
  void entryThatIsAddedAgain_isCountedAnew() throws Exception {
    try (Chain chain = new Chain()) {
      for (int i = 0; i < 25; i++) {
        chain.match(match("creator-" + i, 5, 0));
      }
      chain.close(10);
      for (int i = 0; i < LIMIT; i++) {
        chain.match(match("creator-" + i, 15, 12));
      }
      chain.close(20);
      assertThat(chain.changes()).hasSize(1);

      chain.match(match("one more", 25, 12));
      chain.close(30);
      assertThat(chain.changes())
          .extracting(change -> Objects.requireNonNull(change.entry()).since())
          .containsExactly(0L, T0 + 12_000);
    }
  }

  private static EntryNews match(String creator, long seconds, long since) {
    return EntryNews.of(
        EntryMatch.of(
                content(creator + seconds, "c" + seconds, 1, creator, T0 + seconds * 1_000),
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

  /** One behind the other, as in the graph: what is told comes before the watermark. */
  private static final class Chain implements AutoCloseable {
    private final KeyedOneInputStreamOperatorTestHarness<String, EntryNews, EntryCount> counts;
    private final KeyedOneInputStreamOperatorTestHarness<String, EntryCount, PolicyChange> flood;

    Chain() throws Exception {
      counts = Harnesses.open(new EntryCountFunction(WINDOW), EntryNews::life, null);
      flood =
          Harnesses.open(new EntryFloodFunction(LIMIT, Duration.ofDays(1)), EntryCount::life, null);
    }

    void match(EntryNews news) {
      try {
        counts.processElement(news, T0);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    /** Closes the windows until so many seconds after {@code T0}. */
    void close(long seconds) throws Exception {
      Watermark watermark = new Watermark(T0 + seconds * 1_000 - 1);
      counts.processWatermark(watermark);
      for (EntryCount count : counts.extractOutputValues()) {
        flood.processElement(count, count.windowEnd() - 1);
      }
      counts.getOutput().clear();
      flood.processWatermark(watermark);
    }

    List<PolicyChange> changes() {
      return flood.extractOutputValues();
    }

    List<ControlStatus> status() {
      return Harnesses.side(flood, EntryFloodFunction.STATUS);
    }

    @Override
    public void close() throws Exception {
      counts.close();
      flood.close();
    }
  }
}
