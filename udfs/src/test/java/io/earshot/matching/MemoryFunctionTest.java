package io.earshot.matching;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.intake.BankMatch;
import io.earshot.intake.Modality;
import io.earshot.matching.BankChange.Operation;
import io.earshot.stats.Hash64;
import io.earshot.testing.Harnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;

/** What was published is remembered, and entries that come later are found in it. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class MemoryFunctionTest {

  private static final long WINDOW = 10_000;
  private static final long MEMORY = Duration.ofHours(12).toMillis();
  private static final long LATER = T0 + 60_000;

  @Example
  void anEntryThatComesLater_isFoundInWhatWasPublishedBefore_andInNothingElse() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(item("a", 1, T0 + 1), T0 + 1);
      harness.processElement(item("b", 2, T0 + 2), T0 + 2);
      harness.processWatermark(T0 + WINDOW);
      look(harness, due("e", 1, LATER));
      harness.processWatermark(LATER + WINDOW);

      assertThat(harness.extractOutputValues())
          .extracting(
              found -> found.content().contentId(),
              found -> found.match().entryId(),
              FoundLater::at,
              FoundLater::foldAt)
          .containsExactly(tuple("a", "e", LATER, LATER + WINDOW - 1));
      assertThat(harness.extractOutputStreamRecords())
          .extracting(record -> record.getTimestamp())
          .containsExactly(LATER + WINDOW - 1);
    }
  }

  @Example
  void whatAnEntryWasFoundIn_atOnceOrLater_isNotFoundAgain() throws Exception {
    try (var harness = open(null)) {
      BankMatch atOnce = new BankMatch("bank", "e", "CSE.CSAM", Modality.IMAGE, 0);
      harness.processElement(item("known", 1, T0 + 1, atOnce), T0 + 1);
      harness.processElement(item("new", 1, T0 + 2), T0 + 2);
      look(harness, due("e", 1, LATER));
      harness.processWatermark(LATER + WINDOW);
      // Published once more, with another fingerprint and under the same id.
      look(harness, due("e", 1, LATER + 2 * WINDOW));
      harness.processWatermark(LATER + 4 * WINDOW);

      assertThat(harness.extractOutputValues())
          .extracting(found -> found.content().contentId())
          .containsExactly("new");
    }
  }

  @Example
  void whatPassedBeforeTheEntryWasKnown_isFoundToo() throws Exception {
    try (var harness = open(null)) {
      look(harness, due("e", 1, LATER));
      harness.processWatermark(LATER + WINDOW);
      harness.processElement(item("missed", 1, LATER + 2 * WINDOW), LATER + 2 * WINDOW);
      harness.processWatermark(LATER + 4 * WINDOW);

      assertThat(harness.extractOutputValues())
          .extracting(found -> found.content().contentId(), FoundLater::at)
          .containsExactly(tuple("missed", LATER + 2 * WINDOW + 1));
    }
  }

  @Example
  void whatIsPublishedAfterTheEndOfAnEntry_isNotFoundByIt() throws Exception {
    long end = LATER + 2 * WINDOW;
    try (var harness = open(null)) {
      for (String entry : List.of("expired", "withdrawn")) {
        look(harness, due(entry, entry.equals("expired") ? 1 : 2, LATER));
      }
      look(harness, ended("expired", 1, end, end));
      look(harness, ended("withdrawn", 2, end, Long.MIN_VALUE));
      harness.processElement(item("before-1", 1, end - 1), end - 1);
      harness.processElement(item("before-2", 2, end - 1), end - 1);
      harness.processWatermark(end + WINDOW);
      harness.processElement(item("after-1", 1, end + WINDOW + 1), end + WINDOW + 1);
      harness.processElement(item("after-2", 2, end + WINDOW + 1), end + WINDOW + 1);
      harness.processWatermark(end + 3 * WINDOW);

      // The withdrawn one was found before it was; the register tells that.
      assertThat(harness.extractOutputValues())
          .extracting(found -> found.content().contentId())
          .containsExactlyInAnyOrder("before-1", "before-2");
    }
  }

  @Example
  void whatIsOlderThanTheMemory_isNotFound_andLeavesNoState() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(item("old", 1, T0 + 1), T0 + 1);
      harness.processElement(item("older", 2, T0 + 2), T0 + 2);
      look(harness, due("e", 1, T0 + 1 + MEMORY));
      look(harness, due("f", 2, T0 + 3 + MEMORY));
      harness.processWatermark(T0 + MEMORY + 2 * WINDOW);

      assertThat(harness.extractOutputValues())
          .extracting(found -> found.content().contentId())
          .containsExactly("old");
      harness.processWatermark(T0 + 3 * MEMORY);
      assertThat(Harnesses.keys(harness, "items")).isZero();
      assertThat(Harnesses.keys(harness, "entries")).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Example
  void remembered_isReadAsItWasWritten() {
    List<MediaFingerprints> all =
        List.of(
            MediaFingerprints.ofPicture(digest(1), List.of(picture(1), picture(2))),
            MediaFingerprints.ofSound(digest(2), List.of(AudioFingerprint.of(1, -2, 3))),
            MediaFingerprints.ofSound(digest(2), List.of(AudioFingerprint.of(1, -2, 3, -4))),
            MediaFingerprints.ofTexts(List.of(TextFingerprint.of("some words that are said"))),
            MediaFingerprints.ofDigest(Modality.AUDIO, digest(4)));
    for (MediaFingerprints prints : all) {
      RememberedItem item =
          RememberedItem.of(
              content("event", "content", 3, "creator", T0),
              prints,
              List.of(new BankMatch("b", "e", "", prints.modality(), 0)));

      RememberedItem read = RememberedItem.of(item.toBytes());
      assertThat(read.prints()).isEqualTo(item.prints());
      assertThat(read.found()).isEqualTo(item.found()).hasSize(1);
      assertThat(read.content().contentId()).isEqualTo("content");
      assertThat(read.toBytes()).isEqualTo(item.toBytes());
    }
  }

  @Example
  void ofASound_thatIsRememberedAsItIs_theSameIsFoundAsAtOnce() {
    List<AudioFingerprint> copy = Tunes.fingerprints(Tunes.noisy(Tunes.play(1, 40), 0.02));
    BankIndex index =
        new BankIndex.Builder()
            .add(
                new BankEntry(
                    "bank",
                    "e",
                    FingerprintKind.CHROMAPRINT,
                    text(Tunes.fingerprints(Tunes.play(1, 40)).get(0)),
                    "IPR.COPYRIGHT",
                    BankEntry.UNRATED,
                    "",
                    T0,
                    Long.MAX_VALUE,
                    10))
            .build();
    MediaFingerprints prints = MediaFingerprints.ofSound(digest(1), copy);
    RememberedItem item =
        RememberedItem.of(
            RememberedItem.of(content("e", "c", 1, "creator", T0), prints, List.of()).toBytes());

    assertThat(index.find(item.prints(), T0)).hasSize(1).isEqualTo(index.find(prints, T0));
  }

  /** The same is found whatever comes first, at whatever restart, and nothing twice. */
  @Property(tries = 40)
  void theSameIsFound_inAnyOrder_andAfterARestart(
      @ForAll @Size(max = 16) List<@IntRange(max = 599) Integer> drawn, @ForAll long seed)
      throws Exception {
    List<SlotInput> inputs = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      int value = drawn.get(i);
      long time = T0 + 200L * value;
      if (value % 3 == 0) {
        inputs.addAll(slots(due("e" + value / 3 % 4, value / 3 % 4, time)));
      } else {
        inputs.add(item("c" + i, value / 3 % 4, time));
      }
    }
    List<SlotInput> ordered = new ArrayList<>(inputs);
    ordered.sort(Comparator.comparingLong(SlotInput::time));
    Collections.shuffle(inputs, new Random(seed));

    List<String> found = found(ordered, false);
    assertThat(found(inputs, true)).isEqualTo(found);
    assertThat(found).doesNotHaveDuplicates();
  }

  private static List<String> found(List<SlotInput> inputs, boolean restarted) throws Exception {
    List<FoundLater> found = new ArrayList<>();
    OperatorSubtaskState snapshot = null;
    try (var harness = open(null)) {
      for (SlotInput input : inputs) {
        harness.processElement(input, input.time());
      }
      if (restarted) {
        snapshot = harness.snapshot(1, 1);
      } else {
        close(harness, found);
      }
    }
    if (snapshot != null) {
      try (var harness = open(snapshot)) {
        close(harness, found);
      }
    }
    return found.stream()
        .map(one -> one.content().contentId() + " " + one.match().entryId())
        .sorted()
        .toList();
  }

  private static void close(
      KeyedOneInputStreamOperatorTestHarness<Long, SlotInput, FoundLater> harness,
      List<FoundLater> found)
      throws Exception {
    for (long time = T0; time <= T0 + 14 * WINDOW; time += WINDOW) {
      harness.processWatermark(time);
    }
    found.addAll(harness.extractOutputValues());
  }

  // Entries that come into effect

  @Example
  void anEntry_isDueAtTheEndOfTheWindowInWhichItTakesEffect_ifItStillIsInEffect() throws Exception {
    try (var harness = openDue(null)) {
      harness.processElement(change("1", Operation.ADD, "now", T0 + 1), T0);
      harness.processElement(change("1", Operation.ADD, "now", T0 + 1), T0);
      harness.processElement(change("2", Operation.ADD, "later", LATER), T0);
      harness.processElement(change("3", Operation.ADD, "withdrawn", LATER), T0);
      harness.processElement(change("4", Operation.WITHDRAW, "withdrawn", LATER + 5), T0);
      harness.processElement(change("5", Operation.EXPIRE, "never", T0), T0);
      harness.processWatermark(T0 + WINDOW - 1);
      assertThat(dues(harness)).containsExactly(tuple("now", T0 + 1, T0 + WINDOW - 1));
      OperatorSubtaskState snapshot = harness.snapshot(1, 1);
      try (var restored = openDue(snapshot)) {
        restored.processElement(change("1", Operation.ADD, "now", T0 + 1), T0);
        restored.processWatermark(LATER + WINDOW);
        assertThat(dues(restored)).containsExactly(tuple("later", LATER, LATER + WINDOW - 1));
        // Too late for its window: in the next one.
        restored.processElement(change("6", Operation.ADD, "late", T0), T0);
        restored.processWatermark(LATER + 2 * WINDOW);
        assertThat(dues(restored)).contains(tuple("late", LATER + WINDOW, LATER + 2 * WINDOW - 1));
      }
    }
  }

  @Example
  void theEndOfAnEntryThatWasDue_isSaidWithTheEntry() throws Exception {
    try (var harness = openDue(null)) {
      harness.processElement(change("1", Operation.ADD, "a", T0 + 1), T0);
      harness.processElement(change("2", Operation.ADD, "b", T0 + 1), T0);
      harness.processElement(change("3", Operation.EXPIRE, "a", LATER), T0);
      harness.processElement(change("4", Operation.WITHDRAW, "b", LATER), T0);
      harness.processWatermark(LATER + WINDOW);

      assertThat(harness.extractOutputValues().stream().filter(DueEntry::isEnd).toList())
          .extracting(
              due -> due.entry().entryId(),
              due -> due.entry().fingerprint(),
              due -> due.entry().from(),
              due -> due.entry().until())
          .containsExactlyInAnyOrder(
              tuple("a", digest(1), T0 + 1, LATER), tuple("b", digest(1), T0 + 1, Long.MIN_VALUE));
    }
  }

  private static List<Tuple> dues(
      KeyedOneInputStreamOperatorTestHarness<String, BankChange, DueEntry> harness) {
    return harness.extractOutputValues().stream()
        .map(due -> tuple(due.entry().entryId(), due.at(), due.foldAt()))
        .toList();
  }

  @Example
  void anEntry_goesToEverySlotThatTheMemoryHas() {
    assertThat(slots(due("e", 1, T0 + MEMORY)))
        .extracting(SlotInput::slot)
        .doesNotHaveDuplicates()
        .contains(Slot.of(T0, 5), Slot.of(T0 + MEMORY, 7));
  }

  private static void look(
      KeyedOneInputStreamOperatorTestHarness<Long, SlotInput, FoundLater> harness, DueEntry due)
      throws Exception {
    for (SlotInput slot : slots(due)) {
      harness.processElement(slot, due.foldAt());
    }
  }

  private static List<SlotInput> slots(DueEntry due) {
    List<SlotInput> slots = new ArrayList<>();
    new SlotFunction(MEMORY).flatMap(due, new ListCollector<>(slots));
    return slots;
  }

  private static KeyedOneInputStreamOperatorTestHarness<Long, SlotInput, FoundLater> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(
        new MemoryFunction(WINDOW, MEMORY), SlotInput::slot, Types.LONG, snapshot, 1, 0);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, BankChange, DueEntry> openDue(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(new DueEntryFunction(WINDOW), DueEntryFunction::key, snapshot);
  }

  private static SlotInput item(String id, int medium, long time, BankMatch... found) {
    return SlotInput.of(
        content("event-" + id, id, 1, "creator", time),
        MediaFingerprints.ofPicture(digest(medium), List.of()),
        Arrays.asList(found));
  }

  private static DueEntry due(String id, int medium, long at) {
    return new DueEntry(
        change("change-" + id, Operation.ADD, id, at, medium).entry(),
        "change-" + id,
        at,
        Math.floorDiv(at, WINDOW) * WINDOW + WINDOW - 1);
  }

  /** That an entry has ended: from when on, and before when it is found. */
  private static DueEntry ended(String id, int medium, long at, long until) {
    DueEntry due = due(id, medium, at);
    return new DueEntry(due.entry().during(LATER, until), "end-" + id, due.at(), due.foldAt());
  }

  private static BankChange change(String id, Operation operation, String entry, long at) {
    return change(id, operation, entry, at, 1);
  }

  private static BankChange change(
      String id, Operation operation, String entry, long at, int medium) {
    return new BankChange(
        id,
        operation,
        new BankEntry(
            "bank",
            entry,
            FingerprintKind.SHA256,
            digest(medium),
            "CSE.CSAM",
            BankEntry.UNRATED,
            "",
            at,
            Long.MAX_VALUE,
            0),
        T0);
  }

  private static String digest(int medium) {
    return HexFormat.of().toHexDigits(Hash64.of("m" + medium)).repeat(4);
  }

  private static PdqFingerprint picture(long seed) {
    List<PdqHash> hashes = new ArrayList<>();
    for (long i = 0; i < 8; i++) {
      hashes.add(new PdqHash(Hash64.of(seed, i), i, seed, ~i));
    }
    return new PdqFingerprint(hashes, 80);
  }

  private static String text(AudioFingerprint print) {
    return String.join(
        ",", Arrays.stream(print.prints()).mapToObj(Integer::toUnsignedString).toList());
  }
}
