package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.Modality;
import io.earshot.matching.BankChange.Operation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BankBookTest {

  private static final String DIGEST = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);

  private final BankBook book =
      new BankBook(
          new BankIndex.Builder().add(entry("configured", DIGEST, "TVE.TERROR", 0)).build());

  @Test
  void entry_isInEffectFromItsTimeOn_andNeverBeforeItWasPublished() {
    book.enter(add("added", OTHER, 100, 50));
    book.enter(add("late", OTHER, 100, 150));

    assertThat(found(OTHER, 99)).isEmpty();
    assertThat(found(OTHER, 100)).containsExactly("added");
    assertThat(found(OTHER, 150)).containsExactly("added", "late");
  }

  @Test
  void expiryAndWithdrawal_endAnEntryOfTheConfigurationToo() {
    book.enter(change("1", Operation.EXPIRE, entry("configured", DIGEST, "", 200), 0));
    book.enter(add("added", DIGEST, 100, 0));
    book.enter(change("2", Operation.WITHDRAW, entry("added", DIGEST, "", 300), 0));

    assertThat(found(DIGEST, 199)).containsExactly("added", "configured");
    assertThat(found(DIGEST, 200)).containsExactly("added");
    assertThat(found(DIGEST, 300)).isEmpty();
  }

  @Test
  void entryThatIsAddedAgain_takesThePlaceOfTheOneBefore() {
    book.enter(add("e", OTHER, 100, 0));
    book.enter(change("again", Operation.ADD, entry("e", OTHER, "IPR.COPYRIGHT", 200), 0));

    assertThat(policies(OTHER, 150)).containsExactly("TVE.TERROR");
    assertThat(policies(OTHER, 200)).containsExactly("IPR.COPYRIGHT");
  }

  @Test
  void changesInAnyOrder_andRepeated_leadToTheSame() {
    List<BankChange> changes =
        List.of(
            add("e", OTHER, 100, 0),
            change("x", Operation.EXPIRE, entry("e", OTHER, "", 200), 0),
            change("y", Operation.ADD, entry("e", OTHER, "IPR.COPYRIGHT", 300), 0));
    BankBook backwards = new BankBook(BankIndex.EMPTY);
    BankBook forwards = new BankBook(BankIndex.EMPTY);
    for (int i = 0; i < changes.size(); i++) {
      forwards.enter(changes.get(i));
      forwards.enter(changes.get(i));
      backwards.enter(changes.get(changes.size() - 1 - i));
    }

    for (long time : new long[] {99, 100, 199, 200, 299, 300}) {
      assertThat(backwards.find(digest(OTHER), time)).isEqualTo(forwards.find(digest(OTHER), time));
    }
    assertThat(forwards.find(digest(OTHER), 300)).hasSize(1);
  }

  @Test
  void manyChanges_areAllFound() {
    for (int i = 0; i < 3_000; i++) {
      book.enter(add("entry-" + i, hex(i), 100, 0));
      if (i % 500 == 0) {
        assertThat(found(hex(i), 100)).containsExactly("entry-" + i);
      }
    }
    for (int i = 0; i < 3_000; i += 7) {
      assertThat(found(hex(i), 100)).containsExactly("entry-" + i);
    }
    book.enter(change("x", Operation.EXPIRE, entry("entry-7", OTHER, "", 200), 0));
    assertThat(found(hex(7), 200)).isEmpty();
  }

  @Test
  void nearerToWhatIsSafe_isNoMatchOfWhatIsNot() {
    String hash = "0".repeat(64);
    String near = "0".repeat(63) + "7";
    book.enter(change("bad", Operation.ADD, pdq("bad", near, "TVE.TERROR"), 0));
    book.enter(change("safe", Operation.ADD, pdq("safe", hash, ""), 0));

    List<BankMatch> same = book.find(picture(hash), 1);
    List<BankMatch> other = book.find(picture(near), 1);

    assertThat(same).extracting(BankMatch::entryId).containsExactly("safe");
    assertThat(other).extracting(BankMatch::entryId).containsExactly("bad", "safe");
  }

  @Test
  void aSafeField_hidesNothingInAnother() {
    TextFingerprint safe = TextFingerprint.of("the terms of this show, as they are read each week");
    TextFingerprint bad = TextFingerprint.of("how to make what nobody ought to make, step by step");
    long like = bad.bits() ^ 1;
    book.enter(change("safe", Operation.ADD, text("safe", safe.bits(), ""), 0));
    book.enter(change("bad", Operation.ADD, text("bad", like, "TVE.TERROR"), 0));

    List<BankMatch> found = book.find(MediaFingerprints.ofTexts(List.of(safe, bad)), 1);

    assertThat(found).extracting(BankMatch::entryId).containsExactly("bad", "safe");
  }

  @Test
  void aSafeStretch_coversWhatLiesInIt() {
    BankMatch jingle = stretch("", 0.3, 30, 0);

    assertThat(jingle.covers(stretch("TVE.TERROR", 1.5, 60, 1_200))).isFalse();
    assertThat(jingle.covers(stretch("TVE.TERROR", 1.5, 40, -5))).isTrue();
    assertThat(new BankMatch("bank", "all", "", Modality.AUDIO, 0).covers(jingle)).isTrue();
    assertThat(jingle.covers(new BankMatch("bank", "all", "", Modality.IMAGE, 0))).isFalse();
  }

  private static BankMatch stretch(String policy, double bits, double seconds, double offset) {
    return new BankMatch("bank", "e", policy, Modality.AUDIO, bits, false, seconds, offset);
  }

  private static BankEntry text(String id, long bits, String policy) {
    return new BankEntry(
        "bank",
        id,
        FingerprintKind.SIMHASH,
        String.format("%016x", bits),
        policy,
        -1,
        "",
        0,
        Long.MAX_VALUE,
        3);
  }

  @Test
  void whatALaterChangeReplaced_isForgotten() {
    BankChange first = add("e", OTHER, 100, 0);
    BankChange again = add("e2", OTHER, 200, 0);
    book.enter(first);
    book.enter(change("again", Operation.ADD, entry("e", OTHER, "IPR.COPYRIGHT", 200), 0));
    book.enter(again);

    assertThat(book.forgetBefore(199)).isEmpty();
    assertThat(book.forgetBefore(200)).containsExactly(first);
    assertThat(policies(OTHER, 250)).containsExactly("IPR.COPYRIGHT", "TVE.TERROR");
  }

  @Test
  void entriesThatAreOver_leaveTheBookAndItsIndexes_howeverMany() {
    BankBook live = new BankBook(BankIndex.EMPTY);
    int most = 0;
    int mostIndexed = 0;
    for (int i = 0; i < 20_000; i++) {
      BankEntry entry =
          new BankEntry(
              "live",
              "e" + i,
              FingerprintKind.SHA256,
              hex(i),
              "TVE.TERROR",
              -1,
              "",
              i,
              i % 3 == 0 ? i + 500 : Long.MAX_VALUE,
              0);
      live.enter(change("a" + i, Operation.ADD, entry, 0));
      if (i % 3 != 0) {
        Operation end = i % 3 == 1 ? Operation.EXPIRE : Operation.WITHDRAW;
        live.enter(change("z" + i, end, entry.during(i + 500, Long.MAX_VALUE), 0));
      }
      live.forgetBefore(i);
      most = Math.max(most, live.size());
      if (i % 97 == 0) {
        assertThat(live.find(digest(hex(i)), i)).hasSize(1);
        mostIndexed = Math.max(mostIndexed, live.indexed());
      }
    }

    assertThat(most).isLessThan(1_100);
    assertThat(mostIndexed).isLessThan(2_000);
    live.forgetBefore(20_500);
    assertThat(live.size()).isZero();
  }

  @Test
  void endOfAnEntryOfTheConfiguration_isNotForgotten() {
    book.enter(change("1", Operation.EXPIRE, entry("configured", DIGEST, "", 200), 0));

    assertThat(book.forgetBefore(300)).isEmpty();
    assertThat(found(DIGEST, 400)).isEmpty();
  }

  @Test
  void faultyChange_isRefusedWithEveryFault() {
    BankControl control = new BankControl(Set.of("TVE.TERROR"));
    BankEntry faulty =
        new BankEntry(
            "bank", "", FingerprintKind.PDQ, "12", "NO.SUCH", -1, "", 0, Long.MAX_VALUE, 31);

    KnownEntries known = new KnownEntries(BankIndex.EMPTY, null);
    ControlStatus status = control.check(change("c", Operation.ADD, faulty, 0), known);

    assertThat(status.result()).isEqualTo(ControlStatus.Result.REFUSED);
    assertThat(status.errors()).hasSize(3);
    assertThat(control.check(add("e", OTHER, 1, 0), known).result())
        .isEqualTo(ControlStatus.Result.ACCEPTED);
    assertThat(
            control
                .check(change("d", Operation.WITHDRAW, entry("", DIGEST, "", 1), 0), known)
                .errors())
        .hasSize(1);
  }

  private List<String> found(String digest, long time) {
    return book.find(digest(digest), time).stream().map(BankMatch::entryId).toList();
  }

  private List<String> policies(String digest, long time) {
    return book.find(digest(digest), time).stream().map(BankMatch::policyId).toList();
  }

  private static MediaFingerprints digest(String digest) {
    return MediaFingerprints.ofDigest(Modality.IMAGE, digest);
  }

  private static MediaFingerprints picture(String hash) {
    return MediaFingerprints.ofPicture(
        "", List.of(new PdqFingerprint(List.of(PdqHash.ofHex(hash)), 100)));
  }

  private static String hex(int number) {
    return String.format("%064x", 1_000_003L * (number + 1));
  }

  private static BankChange add(String id, String digest, long from, long published) {
    return change("add " + id, Operation.ADD, entry(id, digest, "TVE.TERROR", from), published);
  }

  private static BankChange change(
      String eventId, Operation operation, BankEntry entry, long published) {
    return new BankChange(eventId, operation, entry, published);
  }

  private static BankEntry pdq(String id, String hash, String policy) {
    return new BankEntry(
        "bank", id, FingerprintKind.PDQ, hash, policy, -1, "", 0, Long.MAX_VALUE, 31);
  }

  private static BankEntry entry(String id, String digest, String policy, long from) {
    return new BankEntry(
        "bank", id, FingerprintKind.SHA256, digest, policy, -1, "", from, Long.MAX_VALUE, 0);
  }
}
