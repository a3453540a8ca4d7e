package io.earshot.matching;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.intake.SourceRef;
import io.earshot.stats.Hash64;
import io.earshot.testing.Harnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class FirstHeardFunctionTest {

  private static final long WINDOW = 10_000;
  private static final long MEMORY = Duration.ofDays(30).toMillis();

  @Example
  void whoeverWasFirst_isTold_withinTheWindow() throws Exception {
    try (var harness = open(null)) {
      // By the time of publication, whatever comes first.
      harness.processElement(item("b", "copycat", 1, 2_000, 3), T0 + 2_000);
      harness.processElement(item("a", "author", 1, 1_000, 0), T0 + 1_000);
      harness.processElement(item("again", "author", 1, 3_000, 1), T0 + 3_000);
      harness.processElement(item("c", "third", 1, 4_000, 5), T0 + 4_000);
      harness.processElement(item("d", "third", 2, 4_500, 0), T0 + 4_500);
      harness.processWatermark(T0 + WINDOW - 1);

      assertThat(records(harness))
          .extracting(StreamRecord::getTimestamp)
          .containsOnly(T0 + WINDOW - 1);
      assertThat(harness.extractOutputValues())
          .extracting(HeardBefore::eventId, HeardBefore::earlier)
          .containsExactly(
              tuple("event-b", new Earlier("a", T0 + 1_000, 3)),
              tuple("event-c", new Earlier("a", T0 + 1_000, 5)));
      harness.processElement(item("late", "third", 1, 5, 0), T0 + 5);
      harness.processWatermark(T0 + 2 * WINDOW);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Example
  void whatIsRemembered_endsWithTheMemory_andLeavesNoState() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      harness.processElement(item("a", "author", 1, 0, 0), T0);
      harness.processWatermark(T0 + WINDOW);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      harness.processElement(item("b", "copycat", 1, MEMORY, 0), T0 + MEMORY);
      harness.processWatermark(T0 + MEMORY + WINDOW);
      assertThat(harness.extractOutputValues())
          .extracting(HeardBefore::eventId)
          .containsOnly("event-b");
      harness.processElement(item("c", "third", 1, 3 * MEMORY, 0), T0 + 3 * MEMORY);
      harness.processWatermark(T0 + 3 * MEMORY + WINDOW);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(Harnesses.keys(harness, "first-heard")).isOne();
      harness.processWatermark(T0 + 5 * MEMORY);
      assertThat(Harnesses.keys(harness, "first-heard")).isZero();
    }
  }

  @Example
  void aBandOfThousands_keepsTheNewest_andACopyOfThousandsCostsNothing() {
    FirstHeard heard = new FirstHeard();
    for (int i = 0; i < 1_000; i++) {
      assertThat(heard.meet(sound(item("t" + i, "author", i, i, 0)))).isNull();
    }
    int bytes = heard.toBytes().length;
    for (int i = 0; i < 1_000; i++) {
      assertThat(heard.meet(sound(item("x" + i, "copy" + i, 999, 2_000 + i, i % 8)))).isNotNull();
    }
    assertThat(heard.toBytes()).hasSize(bytes).hasSizeLessThan(FirstHeard.MOST * 40);
    assertThat(heard.meet(sound(item("y", "other", 999 - FirstHeard.MOST, 9_000, 0)))).isNull();
  }

  @Property(tries = 60)
  void theSameIsTold_inAnyOrder_andAfterARestart(
      @ForAll @Size(max = 24) List<@IntRange(max = 1_199) Integer> drawn, @ForAll long seed)
      throws Exception {
    List<BandItem> items = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      int value = drawn.get(i);
      items.add(
          item("c" + i, "creator-" + value % 3, value / 3 % 4, 100L * (value / 12), value % 7));
    }
    items.sort(Comparator.comparingLong(item -> sound(item).eventTime()));
    List<BandItem> other = new ArrayList<>(items);
    Collections.shuffle(other, new Random(seed));

    assertThat(told(other, true)).isEqualTo(told(items, false));
  }

  private static List<HeardBefore> told(List<BandItem> items, boolean restarted) throws Exception {
    List<HeardBefore> told = new ArrayList<>();
    OperatorSubtaskState snapshot = null;
    try (var harness = open(null)) {
      for (BandItem item : items.subList(0, items.size() / 2)) {
        harness.processElement(item, sound(item).eventTime());
      }
      snapshot = restarted ? harness.snapshot(1, 1) : null;
      if (!restarted) {
        finish(harness, items.subList(items.size() / 2, items.size()), told);
      }
    }
    if (snapshot != null) {
      try (var harness = open(snapshot)) {
        finish(harness, items.subList(items.size() / 2, items.size()), told);
      }
    }
    told.sort(Comparator.comparing(HeardBefore::eventId));
    return told;
  }

  private static void finish(
      KeyedOneInputStreamOperatorTestHarness<Long, BandItem, HeardBefore> harness,
      List<BandItem> items,
      List<HeardBefore> told)
      throws Exception {
    for (BandItem item : items) {
      harness.processElement(item, sound(item).eventTime());
    }
    for (long time = T0; time <= T0 + 12 * WINDOW; time += WINDOW / 2) {
      harness.processWatermark(time);
    }
    told.addAll(harness.extractOutputValues());
  }

  private static KeyedOneInputStreamOperatorTestHarness<Long, BandItem, HeardBefore> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(
        new FirstHeardFunction(WINDOW, MEMORY), BandItem::band, Types.LONG, snapshot, 1, 0);
  }

  private static List<StreamRecord<? extends HeardBefore>> records(
      KeyedOneInputStreamOperatorTestHarness<Long, BandItem, HeardBefore> harness) {
    return List.copyOf(harness.extractOutputStreamRecords());
  }

  private static HeardItem sound(BandItem item) {
    return Objects.requireNonNull(item.item());
  }

  /** An item that differs in some bits from the sound that it is of. */
  private static BandItem item(String contentId, String creator, int sound, long after, int bits) {
    return BandItem.of(
        1,
        new HeardItem(
            "event-" + contentId,
            contentId,
            creator,
            T0 + after,
            new SourceRef("content.events", 0, after),
            new SoundSketch(
                Hash64.of("high" + sound) ^ ((1L << bits) - 1), Hash64.of("low" + sound), 1_400),
            List.of()));
  }
}
