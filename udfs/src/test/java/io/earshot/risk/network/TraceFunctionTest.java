package io.earshot.risk.network;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Order;
import io.earshot.intake.CreatorSignal.OrderBasis;
import io.earshot.intake.CreatorSignal.OrderOperation;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.matching.BandItem;
import io.earshot.matching.FirstHeardFunction;
import io.earshot.matching.FoundLater;
import io.earshot.matching.HeardBefore;
import io.earshot.matching.MemoryFunction;
import io.earshot.matching.Published;
import io.earshot.matching.SlotInput;
import io.earshot.matching.Trace;
import io.earshot.risk.Activity;
import io.earshot.testing.Harnesses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** Creators who are to be forgotten are taken out where something is kept by sound or time. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class TraceFunctionTest {

  private static final long WINDOW = 10_000;
  private static final Duration SOUNDS = Duration.ofDays(30);
  private static final Duration ITEMS = Duration.ofHours(12);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Example
  void whatWasPublishedBefore_leavesAllStoresWithTheWindow_andWhatCameAfterStays()
      throws Exception {
    try (Stores stores = new Stores(null)) {
      stores.publish("poem", "poet", 1, T0 + 1_000);
      stores.publish("song", "singer", 2, T0 + 1_000);
      stores.publish("copy", "thief", 1, T0 + 2_000);
      // In the window of the erasure, on both sides of it, and the erasure before either arrives.
      stores.said(erasure("erase", "poet", T0 + HOUR + 5_000));
      stores.publish("ode", "poet", 3, T0 + HOUR + 4_000);
      stores.publish("hymn", "poet", 4, T0 + HOUR + 6_000);
      stores.watermark(T0 + HOUR + WINDOW - 2);
      assertThat(stores.bytes()).contains("poem!", "song!", "ode!");
      stores.watermark(T0 + HOUR + WINDOW - 1);

      String kept = stores.bytes();
      assertThat(kept).doesNotContain("poem!", "ode!").contains("song!", "hymn!");
      stores.publish("copy of poem", "thief", 1, T0 + 2 * HOUR);
      stores.publish("copy of song", "thief", 2, T0 + 2 * HOUR + 1);
      stores.publish("copy of ode", "thief", 3, T0 + 2 * HOUR + 2);
      stores.publish("copy of hymn", "thief", 4, T0 + 2 * HOUR + 3);
      stores.entry(1, T0 + 3 * HOUR);
      stores.entry(2, T0 + 3 * HOUR);
      stores.watermark(T0 + 4 * HOUR);

      assertThat(stores.told)
          .containsExactlyInAnyOrder(
              "copy after poem",
              "copy of song after song",
              "copy of hymn after hymn",
              "1 found in copy",
              "1 found in copy of poem",
              "2 found in song",
              "2 found in copy of song",
              "erase of poet: stores erased: 2 sounds that later ones are compared with, 2 items"
                  + " that later entries of banks are looked for in; kept for 365 days after each"
                  + " was published: in what entries were found, without which one that proves"
                  + " wrong is not lifted");
    }
  }

  /** A content version that is sent again is remembered where it was first, and where it is now. */
  @Property(tries = 20)
  void erasure_findsEveryPlaceOfAnItem_whateverCameFirst(@ForAll boolean reverse) throws Exception {
    try (Stores stores = new Stores(null)) {
      long later = T0 + 7 * HOUR;
      stores.publish(reverse ? "two" : "one", "poem", "poet", 1, reverse ? later : T0);
      stores.publish(reverse ? "one" : "two", "poem", "poet", 1, reverse ? T0 : later);
      stores.said(erasure("between", "poet", T0 + HOUR));
      stores.watermark(T0 + HOUR + WINDOW - 1);
      assertThat(stores.bytes()).doesNotContain("event-one").contains("event-two");

      stores.said(erasure("behind", "poet", later + HOUR));
      stores.watermark(later + HOUR + WINDOW - 1);
      assertThat(stores.bytes()).doesNotContain("poem!");
      assertThat(stores.told).filteredOn(line -> line.contains("1 items that later")).hasSize(2);
    }
  }

  @Example
  void whileDataIsToBePreserved_nothingGoes() throws Exception {
    try (Stores stores = new Stores(null)) {
      stores.publish("poem", "poet", 1, T0);
      stores.said(order("hold", OrderOperation.HOLD, T0 + 1, null));
      stores.said(erasure("erase", "poet", T0 + WINDOW));
      stores.watermark(T0 + 2 * WINDOW - 1);
      assertThat(stores.bytes()).contains("poem!");
      assertThat(stores.told)
          .containsExactly(
              "erase of poet: nothing erased of what is kept by sound or time: order order-1"
                  + " demands to preserve data until it is released");

      stores.said(order("release", OrderOperation.RELEASE, T0 + 2 * WINDOW, null));
      stores.said(erasure("again", "poet", T0 + 2 * WINDOW + 1));
      stores.watermark(T0 + 3 * WINDOW - 1);
      assertThat(stores.bytes()).doesNotContain("poem!");
    }
  }

  @Example
  void demandToPreserve_endsByItself() throws Exception {
    try (Stores stores = new Stores(null)) {
      stores.publish("poem", "poet", 1, T0);
      stores.said(order("apply", OrderOperation.APPLY, T0 + 1, T0 + HOUR));
      stores.said(erasure("erase", "poet", T0 + HOUR + 1));
      stores.watermark(T0 + 2 * HOUR);
      assertThat(stores.bytes()).doesNotContain("poem!");
    }
  }

  @Example
  void erasureThatComesLate_takesEffectInTheNextWindow_forWhatItIsAbout() throws Exception {
    try (Stores stores = new Stores(null)) {
      stores.publish("poem", "poet", 1, T0);
      stores.publish("ode", "poet", 3, T0 + WINDOW + 1);
      stores.watermark(T0 + 3 * WINDOW);
      stores.said(erasure("erase", "poet", T0 + WINDOW));
      stores.watermark(T0 + 4 * WINDOW - 1);
      assertThat(stores.bytes()).doesNotContain("poem!").contains("ode!");
    }
  }

  @Example
  void traces_goWhenTheirStoresHaveForgotten() throws Exception {
    try (Stores stores = new Stores(null)) {
      stores.publish("poem", "poet", 1, T0);
      stores.watermark(T0 + SOUNDS.toMillis());
      assertThat(Harnesses.keys(stores.traces, "traces")).isOne();
      stores.watermark(T0 + SOUNDS.toMillis() + 3_000 * WINDOW);
      assertThat(Harnesses.keys(stores.traces, "traces")).isZero();
      assertThat(stores.bytes()).doesNotContain("poem!");
    }
  }

  @Property(tries = 15)
  void theSameIsToldAndKept_inAnyOrder_andAfterARestart(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 1_199) Integer> drawn,
      @ForAll @Size(max = 3) List<@IntRange(max = 299) Integer> erased,
      @ForAll long seed)
      throws Exception {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      int value = drawn.get(i);
      String id = "content-" + i;
      String creator = "creator-" + value % 3;
      long time = T0 + 100L * (value / 12);
      steps.add(stores -> stores.publish(id, creator, value / 3 % 4, time));
    }
    for (int i = 0; i < erased.size(); i++) {
      int value = erased.get(i);
      ArrivedSignal signal = erasure("e" + i, "creator-" + value % 3, T0 + 100L * (value / 3));
      steps.add(stores -> stores.said(signal));
    }
    steps.add(stores -> stores.entry(1, T0 + 5 * WINDOW));
    List<Step> other = new ArrayList<>(steps);
    Collections.shuffle(other, new Random(seed));

    List<String> once = Stores.play(steps, steps.size());
    assertThat(Stores.play(other, other.size() / 2)).isEqualTo(once);
  }

  private interface Step {
    void on(Stores stores) throws Exception;
  }

  /** The stores, with what takes creators out of them. */
  private static final class Stores implements AutoCloseable {

    private final KeyedOneInputStreamOperatorTestHarness<String, TraceNote, Activity> traces;
    private final KeyedOneInputStreamOperatorTestHarness<Long, BandItem, HeardBefore> sounds;
    private final KeyedOneInputStreamOperatorTestHarness<Long, SlotInput, FoundLater> items;
    private final List<String> told = new ArrayList<>();
    private int bandsSeen;
    private int slotsSeen;

    Stores(@Nullable List<OperatorSubtaskState> snapshot) throws Exception {
      traces =
          Harnesses.open(
              new TraceFunction(WINDOW, SOUNDS, ITEMS, Duration.ofDays(365)),
              TraceNote::creatorId,
              snapshot == null ? null : snapshot.get(0));
      sounds =
          Harnesses.open(
              new FirstHeardFunction(WINDOW, SOUNDS.toMillis()),
              BandItem::band,
              Types.LONG,
              snapshot == null ? null : snapshot.get(1),
              1,
              0);
      items =
          Harnesses.open(
              new MemoryFunction(WINDOW, ITEMS.toMillis()),
              SlotInput::slot,
              Types.LONG,
              snapshot == null ? null : snapshot.get(2),
              1,
              0);
    }

    /** What is told, in order, and what is kept; with a restart after some of the steps. */
    static List<String> play(List<Step> steps, int restart) throws Exception {
      List<String> told = new ArrayList<>();
      List<OperatorSubtaskState> snapshot;
      try (Stores stores = new Stores(null)) {
        for (Step step : steps.subList(0, restart)) {
          step.on(stores);
        }
        snapshot = stores.snapshots();
      }
      try (Stores stores = new Stores(snapshot)) {
        for (Step step : steps.subList(restart, steps.size())) {
          step.on(stores);
        }
        for (long time = T0; time < T0 + 8 * WINDOW; time += WINDOW / 2) {
          stores.watermark(time);
        }
        told.addAll(stores.told);
        String kept = stores.bytes();
        for (int i = 0; i < steps.size(); i++) {
          if (kept.contains("content-" + i + "!")) {
            told.add("kept: " + i);
          }
        }
      }
      Collections.sort(told);
      return told;
    }

    void publish(String id, String creator, int sound, long time) throws Exception {
      publish(id, id, creator, sound, time);
    }

    void publish(String event, String id, String creator, int sound, long time) throws Exception {
      // An end that no other id goes on behind.
      Published published =
          new Published(content("event-" + event, id + "!", 1, creator, time), sound);
      traces.processElement(TraceNote.of(Trace.of(published.heard())), time);
      traces.processElement(TraceNote.of(Trace.of(published.remembered())), time);
      for (BandItem band : published.bands()) {
        sounds.processElement(band, time);
      }
      items.processElement(published.remembered(), time);
    }

    void said(ArrivedSignal signal) throws Exception {
      assertThat(TraceNote.isFor(signal)).isTrue();
      traces.processElement(TraceNote.of(signal), signal.signal().eventTime());
    }

    void entry(int sound, long at) throws Exception {
      for (SlotInput slot : Published.entry(sound, at, WINDOW, ITEMS.toMillis())) {
        items.processElement(slot, slot.time());
      }
    }

    /** As in the graph: what the traces say is there before their watermark is. */
    void watermark(long time) throws Exception {
      traces.processWatermark(time);
      List<BandItem> bands = Harnesses.side(traces, TraceFunction.BANDS);
      for (BandItem band : bands.subList(bandsSeen, bands.size())) {
        sounds.processElement(band, time);
      }
      bandsSeen = bands.size();
      List<SlotInput> slots = Harnesses.side(traces, TraceFunction.SLOTS);
      for (SlotInput slot : slots.subList(slotsSeen, slots.size())) {
        items.processElement(slot, time);
      }
      slotsSeen = slots.size();
      sounds.processWatermark(time);
      items.processWatermark(time);
      told.clear();
      traces
          .extractOutputValues()
          .forEach(
              activity ->
                  told.add(
                      activity.eventId()
                          + " of "
                          + activity.creatorId()
                          + ": "
                          + Objects.requireNonNull(activity.insight()).erased()));
      // A sound is told under each of its bands.
      sounds.extractOutputValues().stream()
          .map(before -> name(before.eventId()) + " after " + name(before.earlier().contentId()))
          .distinct()
          .forEach(told::add);
      items
          .extractOutputValues()
          .forEach(
              found ->
                  told.add(
                      found.match().entryId() + " found in " + name(found.content().contentId())));
    }

    private static String name(String id) {
      return id.replaceAll("^event-|!$", "");
    }

    List<OperatorSubtaskState> snapshots() throws Exception {
      return List.of(
          Harnesses.savepoint(traces), Harnesses.savepoint(sounds), Harnesses.savepoint(items));
    }

    /** All that a savepoint of the stores and of the traces holds. */
    String bytes() throws Exception {
      StringBuilder all = new StringBuilder();
      for (OperatorSubtaskState state : snapshots()) {
        all.append(new String(Harnesses.bytes(state), StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    }

    @Override
    public void close() throws Exception {
      traces.close();
      sounds.close();
      items.close();
    }
  }

  private static ArrivedSignal erasure(String id, String creator, long time) {
    return arrived(CreatorSignal.of(id, creator, time, new AccountChange(null, null, true)));
  }

  private static ArrivedSignal order(
      String id, OrderOperation operation, long time, @Nullable Long until) {
    return arrived(
        CreatorSignal.of(
            id,
            "poet",
            time,
            new Order(
                "order-1",
                operation,
                SubjectRef.creator("poet"),
                null,
                OrderBasis.OTHER,
                "a law",
                time,
                until)));
  }

  private static ArrivedSignal arrived(CreatorSignal signal) {
    return new ArrivedSignal(signal, new SourceRef("creators", 0, signal.eventTime()));
  }

  /** The traces of a sound do not hold what it is, and what is told of it holds no creator. */
  @Example
  void traces_holdKeysAndNoIds() {
    Published published = new Published(content("event-x", "poem!", 1, "poet", T0), 1);
    Stream.of(Trace.of(published.heard()), Trace.of(published.remembered()))
        .forEach(
            trace -> {
              byte[] bytes = trace.toBytes();
              assertThat(Trace.of("poet", trace.id(), bytes)).isEqualTo(trace);
              assertThat(bytes).hasSizeLessThanOrEqualTo(60);
              assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("poem!");
            });
  }
}
