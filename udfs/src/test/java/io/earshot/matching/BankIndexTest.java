package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.intake.BankMatch;
import io.earshot.intake.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BankIndexTest {

  private static final String DIGEST = "ab".repeat(32);
  private static final long NOW = 1_000_000;

  @Test
  void digest_isFoundInAnyModality() {
    BankIndex index = index(entry("e", FingerprintKind.SHA256, DIGEST));

    assertThat(index.find(MediaFingerprints.ofDigest(Modality.AUDIO, DIGEST), NOW))
        .containsExactly(new BankMatch("bank", "e", "TVE.TERROR", Modality.AUDIO, 0));
    assertThat(index.find(MediaFingerprints.ofDigest(Modality.AUDIO, "ac".repeat(32)), NOW))
        .isEmpty();
  }

  @Test
  void picture_isFoundTurnedAndInABorder_andNotWithoutQuality() {
    PdqFingerprint known = PdqHasher.hash(Scenes.decoded(Scenes.draw(1, 300, 200)));
    BankIndex index = index(entry("cover", FingerprintKind.PDQ, known.hash().hex()));
    MediaFingerprints turned =
        picture(
            Scenes.bordered(Scenes.turned(Scenes.draw(1, 300, 200), 1), 20, java.awt.Color.RED));

    assertThat(index.find(turned, NOW))
        .singleElement()
        .satisfies(match -> assertThat(match.entryId()).isEqualTo("cover"))
        .satisfies(match -> assertThat(match.altered()).isFalse());
    assertThat(
            index.find(
                MediaFingerprints.ofPicture(
                    DIGEST, List.of(new PdqFingerprint(known.orientations(), 49))),
                NOW))
        .isEmpty();
  }

  @Test
  void sound_isFoundWithPlaceAndLength_andAnAlteredOneSaysSo() {
    BankIndex index = index(entry("song", FingerprintKind.CHROMAPRINT, text(Tunes.play(1, 40))));

    BankMatch same = only(index, Tunes.noisy(Tunes.play(1, 40), 0.02));
    BankMatch faster = only(index, Tunes.play(1, 40, 1.03, 0));

    assertThat(same.altered()).isFalse();
    assertThat(same.distance()).isLessThan(AudioComparison.SAME_BITS);
    assertThat(same.alignedSeconds()).isGreaterThan(36);
    assertThat(same.offsetSeconds()).isZero();
    assertThat(faster.altered()).isTrue();
    assertThat(index.find(sound(Tunes.play(2, 40)), NOW)).isEmpty();
  }

  @Test
  void soundOfMany_isFoundAmongThem() {
    BankIndex.Builder builder = new BankIndex.Builder();
    for (int i = 0; i < 30; i++) {
      builder.add(entry("song-" + i, FingerprintKind.CHROMAPRINT, text(Tunes.play(i, 20))));
    }
    BankIndex index = builder.build();

    for (int i = 0; i < 30; i += 7) {
      double[] copy = Tunes.coded(Tunes.play(i, 20), 80);
      assertThat(only(index, copy).entryId()).isEqualTo("song-" + i);
    }
  }

  @Test
  void text_isFoundWhenFewWordsChanged() {
    String text = "a text that is long enough to be told from others by what is in it, said again";
    BankIndex index = index(entry("t", FingerprintKind.SIMHASH, TextFingerprint.of(text).hex()));

    assertThat(index.find(texts(text.replace("again", "once more")), NOW)).hasSize(1);
    assertThat(
            index.find(texts("something else entirely, of about the same length, to be sure"), NOW))
        .isEmpty();
  }

  @Test
  void entry_isFoundOnlyWhileInEffect_andWithinItsOwnDistance() {
    PdqHash hash = PdqHasher.hash(Scenes.decoded(Scenes.draw(1, 300, 200))).hash();
    BankEntry limited =
        new BankEntry(
            "bank", "e", FingerprintKind.PDQ, hash.hex(), "TVE.TERROR", 0, "", 100, 200, 5);
    BankIndex index = index(limited);

    assertThat(index.find(hash(hash, 5), 99)).isEmpty();
    assertThat(index.find(hash(hash, 5), 100)).hasSize(1);
    assertThat(index.find(hash(hash, 5), 199)).hasSize(1);
    assertThat(index.find(hash(hash, 5), 200)).isEmpty();
    assertThat(index.find(hash(hash, 6), 100)).isEmpty();
  }

  @Test
  void faultyEntries_sayWhatIsWrong() {
    assertThat(entry("e", FingerprintKind.PDQ, "12").faults())
        .singleElement()
        .asString()
        .contains("64 hexadecimal digits");
    assertThat(entry("e", FingerprintKind.CHROMAPRINT, "1,x").faults().get(0)).contains("number 2");
    assertThat(entry("", FingerprintKind.SHA256, DIGEST).faults().get(0)).contains("entryId");
    assertThat(new BankEntry("b", "e", FingerprintKind.PDQ, DIGEST, "", 9, "", 5, 5, 40).faults())
        .hasSize(3);
    assertThat(entry("e", FingerprintKind.PDQ, DIGEST).faults()).isEmpty();
    assertThatThrownBy(() -> index(entry("e", FingerprintKind.PDQ, "12")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void indexes_areLoadedOnceForAllAndForgottenAfterTheLast() {
    BankIndexes indexes = new BankIndexes();
    List<String> loads = new ArrayList<>();
    BankSource source =
        new BankSource() {
          private static final long serialVersionUID = 1L;

          @Override
          public String id() {
            return "file";
          }

          @Override
          public BankIndex load() {
            loads.add("once");
            return BankIndex.EMPTY;
          }
        };

    BankIndexes.Lease first = indexes.acquire("job", source);
    BankIndexes.Lease second = indexes.acquire("other", source);
    assertThat(second.index()).isSameAs(first.index());
    assertThat(loads).hasSize(1);
    first.close();
    first.close();
    assertThat(indexes.open()).isEqualTo(1);
    indexes.releaseAll("other");
    assertThat(indexes.open()).isZero();
  }

  private static BankMatch only(BankIndex index, double[] samples) {
    List<BankMatch> matches = index.find(sound(samples), NOW);
    assertThat(matches).hasSize(1);
    return matches.get(0);
  }

  private static MediaFingerprints sound(double[] samples) {
    return MediaFingerprints.ofSound(DIGEST, Tunes.fingerprints(samples));
  }

  private static MediaFingerprints picture(java.awt.image.BufferedImage image) {
    return MediaFingerprints.ofPicture(DIGEST, PdqHasher.views(Scenes.decoded(image)));
  }

  private static MediaFingerprints texts(String text) {
    return MediaFingerprints.ofTexts(List.of(TextFingerprint.of(text)));
  }

  /** A picture whose hash is so many bits away, in every orientation. */
  private static MediaFingerprints hash(PdqHash hash, int away) {
    long flipped = (1L << away) - 1;
    SplittableRandom random = new SplittableRandom(1);
    List<PdqHash> orientations = new ArrayList<>();
    orientations.add(new PdqHash(hash.w0() ^ flipped, hash.w1(), hash.w2(), hash.w3()));
    for (int i = 1; i < 8; i++) {
      orientations.add(
          new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
    }
    return MediaFingerprints.ofPicture(DIGEST, List.of(new PdqFingerprint(orientations, 100)));
  }

  private static String text(double[] samples) {
    return IntStream.of(Tunes.fingerprints(samples).get(0).prints())
        .mapToObj(Integer::toUnsignedString)
        .collect(Collectors.joining(","));
  }

  private static BankEntry entry(String id, FingerprintKind kind, String fingerprint) {
    return new BankEntry(
        "bank", id, kind, fingerprint, "TVE.TERROR", 0, "test", 0, Long.MAX_VALUE, kind.farthest());
  }

  private static BankIndex index(BankEntry entry) {
    return new BankIndex.Builder().add(entry).build();
  }
}
