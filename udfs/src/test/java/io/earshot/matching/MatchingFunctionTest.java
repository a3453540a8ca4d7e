package io.earshot.matching;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.intake.BankMatch;
import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.TextField;
import io.earshot.intake.WorkItem;
import io.earshot.matching.BankChange.Operation;
import io.earshot.matching.MatchingFunction.Remembering;
import io.earshot.media.VerifiedStream;
import io.earshot.scoring.MediaReader;
import io.earshot.testing.FullPictureRoom;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Matching as an operator, and the fingerprints that come before it. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class MatchingFunctionTest {

  private static final long WINDOW = 10_000;
  private static final String TEXT =
      "a text that is long enough to be told from others by what is in it, and said again";

  @Test
  void items_goOnWithWhatIsKnownOfThem_beforeAndAfterARestart() throws Exception {
    OperatorSubtaskState snapshot;
    try (BroadcastOperatorTestHarness<FingerprintedItem, BankChange, WorkItem> harness =
        open(null)) {
      harness.processElement(new FingerprintedItem(text(TEXT), null), T0);
      harness.processBroadcastElement(
          new BankChange(
              "c",
              Operation.ADD,
              entry(FingerprintKind.SIMHASH, TextFingerprint.of(TEXT).hex()),
              T0 - 1),
          T0 - 1);
      harness.processElement(new FingerprintedItem(text(TEXT), null), T0);

      assertThat(harness.extractOutputValues())
          .extracting(item -> item.matches().size())
          .containsExactly(0, 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (BroadcastOperatorTestHarness<FingerprintedItem, BankChange, WorkItem> harness =
        open(snapshot)) {
      harness.processElement(new FingerprintedItem(text(TEXT.replace("said", "told")), null), T0);
      harness.processElement(new FingerprintedItem(text("other words"), null), T0);

      assertThat(harness.extractOutputValues())
          .extracting(item -> item.matches().stream().map(BankMatch::entryId).toList())
          .containsExactly(List.of("e"), List.of());
    }
    assertThat(BankIndexes.SHARED.open()).isZero();
  }

  @Test
  void whatThePlatformFound_staysBesideWhatIsFound() throws Exception {
    List<BankMatch> supplied =
        List.of(
            new BankMatch("theirs", "x", "DEC.SCAM", Modality.IMAGE, 3),
            new BankMatch("bank", "e", "DEC.SCAM", Modality.TEXT, 9));
    try (BroadcastOperatorTestHarness<FingerprintedItem, BankChange, WorkItem> harness =
        open(null)) {
      harness.processElement(new FingerprintedItem(text(TEXT).matching(supplied), null), T0);
      harness.processBroadcastElement(
          new BankChange(
              "c",
              Operation.ADD,
              entry(FingerprintKind.SIMHASH, TextFingerprint.of(TEXT).hex()),
              T0 - 1),
          T0 - 1);
      harness.processElement(new FingerprintedItem(text(TEXT).matching(supplied), null), T0);

      List<WorkItem> items = harness.extractOutputValues();
      assertThat(items.get(0).matches()).isEqualTo(supplied);
      assertThat(items.get(1).matches())
          .extracting(BankMatch::bank, BankMatch::distance)
          .containsExactly(tuple("bank", 0.0), tuple("theirs", 3.0));
    }
  }

  @Test
  void stateOfEntriesThatAreOver_isGivenBack_afterLateness() throws Exception {
    try (BroadcastOperatorTestHarness<FingerprintedItem, BankChange, WorkItem> harness =
        open(null)) {
      String hex = TextFingerprint.of(TEXT).hex();
      for (int i = 0; i < 50; i++) {
        BankEntry entry =
            new BankEntry(
                "bank", "e" + i, FingerprintKind.SIMHASH, hex, "DEC.SCAM", 2, "", 0, T0 + i, 3);
        harness.processBroadcastElement(
            new BankChange("c" + i, Operation.ADD, entry, T0 - 1), T0 - 1);
      }
      harness.processWatermark(new Watermark(T0 + WINDOW + 10));
      harness.processBroadcastWatermark(new Watermark(T0 + WINDOW + 10));
      harness.processBroadcastElement(
          new BankChange("last", Operation.ADD, entry(FingerprintKind.SIMHASH, hex), T0), T0);
      harness.processElement(new FingerprintedItem(text(TEXT), null), T0 + 20);

      BroadcastState<String, BankChange> state =
          harness
              .getOperator()
              .getOperatorStateBackend()
              .getBroadcastState(BankControlFunction.CHANGES);
      assertThat(state.immutableEntries())
          .hasSize(40)
          .extracting(Map.Entry::getKey)
          .contains("last", "c11")
          .doesNotContain("c10");
    }
  }

  @Test
  void picture_isFingerprinted_andOneThatCannotBeHadIsKnownByItsDigest() throws Exception {
    byte[] png = Scenes.png(Scenes.draw(1, 120, 90));
    byte[] broken = {1, 2, 3};
    try (Fingerprinting fingerprinting = fingerprinting()) {
      MediaFingerprints good = prints(fingerprinting, png);
      MediaFingerprints bad = prints(fingerprinting, broken);

      assertThat(good.pictures().get(0))
          .isEqualTo(PdqHasher.hash(Scenes.decoded(png, "image/png")));
      assertThat(bad).isEqualTo(MediaFingerprints.ofDigest(Modality.IMAGE, sha256(broken)));
      assertThat(fingerprinting.byDigestAlone()).isEqualTo(1);
    }
  }

  @Test
  void picture_waitsForRoomInTheHeapThatScoringTakesTooAndIsFingerprintedThen() throws Exception {
    byte[] png = Scenes.png(Scenes.draw(1, 120, 90));
    FullPictureRoom room = new FullPictureRoom(png, "image/png");
    try (Fingerprinting fingerprinting = fingerprinting()) {
      CompletableFuture<FingerprintedItem> printed = fingerprinting.of(picture(png));
      room.awaitWaiting();
      assertThat(printed).isNotDone();

      room.leave();

      assertThat(Objects.requireNonNull(printed.get(1, TimeUnit.MINUTES).prints()).pictures())
          .isNotEmpty();
    }
  }

  private static Fingerprinting fingerprinting() {
    return new Fingerprinting(
        new MediaReader(
            media ->
                new VerifiedStream(
                    new ByteArrayInputStream(Objects.requireNonNull(media.content())),
                    media.sha256(),
                    1 << 20,
                    Long.MAX_VALUE / 2,
                    () -> 0),
            1,
            8,
            Duration.ofMinutes(1)),
        0);
  }

  private static WorkItem picture(byte[] bytes) throws Exception {
    return new WorkItem(
        content("e", "c", 1, "creator", T0, 0, 0, List.of(Modality.IMAGE), 0),
        Modality.IMAGE,
        List.of(),
        new MediaRef("image/png", sha256(bytes), bytes, null),
        null);
  }

  private static MediaFingerprints prints(Fingerprinting fingerprinting, byte[] bytes)
      throws Exception {
    return Objects.requireNonNull(fingerprinting.of(picture(bytes)).get().prints());
  }

  private static BroadcastOperatorTestHarness<FingerprintedItem, BankChange, WorkItem> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    BroadcastOperatorTestHarness<FingerprintedItem, BankChange, WorkItem> harness =
        new BroadcastOperatorTestHarness<>(
            new CoBroadcastWithNonKeyedOperator<>(
                new MatchingFunction(BankSource.NONE, WINDOW, Remembering.ON),
                List.of(BankControlFunction.CHANGES)),
            1,
            1,
            0);
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  private static WorkItem text(String text) {
    return new WorkItem(
        content("e", "c", 1, "creator", T0),
        Modality.TEXT,
        List.of(new TextField("title", text)),
        null,
        null);
  }

  private static BankEntry entry(FingerprintKind kind, String fingerprint) {
    return new BankEntry(
        "bank", "e", kind, fingerprint, "DEC.SCAM", 2, "", 0, Long.MAX_VALUE, kind.farthest());
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
