package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.matching.AudioComparison.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries of banks, to be looked up by what a content is, without going through them all: digests,
 * pictures and texts exactly, within the distance of the entry; sounds by what they have in common
 * ({@link SoundIndex}), which finds nearly all. Immutable; for many threads.
 */
public final class BankIndex {

  /** Nothing is known. */
  public static final BankIndex EMPTY = new Builder().build();

  /** Each entry once, by its nearest match; the order in which matches are listed everywhere. */
  static final Comparator<BankMatch> ORDER =
      Comparator.comparing(BankMatch::bank)
          .thenComparing(BankMatch::entryId)
          .thenComparing(BankMatch::modality)
          .thenComparing(BankMatch::altered)
          .thenComparing(BankMatch::distance)
          .thenComparing(BankMatch::offsetSeconds);

  private final Hashes digests;
  private final Hashes pictures;
  private final Hashes texts;
  private final EntryTable soundEntries;
  private final SoundIndex sounds;

  private BankIndex(Builder builder) {
    this.digests = builder.digests.build();
    this.pictures = builder.pictures.build();
    this.texts = builder.texts.build();
    builder.soundEntries.trim();
    this.soundEntries = builder.soundEntries;
    this.sounds = builder.sounds.build();
  }

  /** How many entries there are. */
  public int size() {
    return digests.table.size() + pictures.table.size() + texts.table.size() + soundEntries.size();
  }

  /** Whether an entry is of a bank. */
  boolean hasBank(String bank) {
    return digests.table.hasBank(bank)
        || pictures.table.hasBank(bank)
        || texts.table.hasBank(bank)
        || soundEntries.hasBank(bank);
  }

  /** Whether it has an entry, in effect or not. It looks at all of them. */
  boolean has(String bank, String entryId) {
    return digests.table.has(bank, entryId)
        || pictures.table.has(bank, entryId)
        || texts.table.has(bank, entryId)
        || soundEntries.has(bank, entryId);
  }

  /** How many entries of a kind there are. */
  public int size(FingerprintKind kind) {
    return switch (kind) {
      case SHA256 -> digests.table.size();
      case PDQ -> pictures.table.size();
      case SIMHASH -> texts.table.size();
      case CHROMAPRINT -> soundEntries.size();
    };
  }

  /**
   * What is known of a content.
   *
   * @param item what it is looked up by
   * @param time the event time at which entries must be in effect
   * @return matches, each entry once, in order of bank and entry
   */
  public List<BankMatch> find(MediaFingerprints item, long time) {
    Map<String, BankMatch> nearest = new TreeMap<>();
    if (!item.sha256().isEmpty()) {
      long[] digest = FingerprintKind.SHA256.hash(item.sha256());
      digests.search(digest, 0, time, item, nearest);
    }
    for (PdqFingerprint picture : item.pictures()) {
      if (picture.usable()) {
        for (PdqHash hash : picture.orientations()) {
          long[] words = {hash.w0(), hash.w1(), hash.w2(), hash.w3()};
          pictures.search(words, PdqHash.MATCH_DISTANCE, time, item, nearest);
        }
      }
    }
    for (TextFingerprint text : item.texts()) {
      if (text.runs() > 0) {
        int reach = text.reach(TextFingerprint.MATCH_DISTANCE);
        texts.search(new long[] {text.bits()}, reach, time, item, nearest);
      }
    }
    sounds(item, time, nearest);
    List<BankMatch> matches = new ArrayList<>(nearest.values());
    matches.sort(ORDER);
    return matches;
  }

  private void sounds(MediaFingerprints item, long time, Map<String, BankMatch> nearest) {
    if (sounds.size() == 0) {
      return;
    }
    for (int i = 0; i < item.sounds().size(); i++) {
      for (SoundIndex.Hit hit : sounds.search(item.sounds().get(i))) {
        Stretch stretch = hit.stretch();
        if (soundEntries.inEffect(hit.number(), time)
            && stretch.meanBits() <= soundEntries.within(hit.number())) {
          AudioComparison comparison = AudioComparison.of(stretch, Alteration.KNOWN.get(i));
          keep(
              new BankMatch(
                  soundEntries.bank(hit.number()),
                  soundEntries.id(hit.number()),
                  soundEntries.policy(hit.number()),
                  item.modality(),
                  rounded(comparison.meanBits()),
                  comparison.verdict() == Verdict.ALTERED,
                  rounded(comparison.alignedSeconds()),
                  rounded(comparison.offsetSeconds()),
                  soundEntries.from(hit.number())),
              nearest);
        }
      }
    }
  }

  /** Three decimals, as everything has that is compared or shown. */
  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** Takes a match in, unless a nearer one of the same entry is known. */
  static void keep(BankMatch match, Map<String, BankMatch> nearest) {
    nearest.merge(
        match.bank() + '\u0000' + match.entryId(),
        match,
        (before, now) -> ORDER.compare(now, before) < 0 ? now : before);
  }

  /** The entries of one kind of hash. */
  private record Hashes(HammingIndex index, EntryTable table) {

    void search(
        long[] hash,
        int within,
        long time,
        MediaFingerprints item,
        Map<String, BankMatch> nearest) {
      if (table.size() == 0) {
        return;
      }
      index.search(
          hash,
          within,
          (number, distance) -> {
            if (distance <= table.within(number) && table.inEffect(number, time)) {
              keep(
                  new BankMatch(
                      table.bank(number),
                      table.id(number),
                      table.policy(number),
                      item.modality(),
                      distance,
                      false,
                      0,
                      0,
                      table.from(number)),
                  nearest);
            }
          });
    }
  }

  /** Takes entries one after another. */
  public static final class Builder {

    private final HashBuilder digests = new HashBuilder(FingerprintKind.SHA256);
    private final HashBuilder pictures = new HashBuilder(FingerprintKind.PDQ);
    private final HashBuilder texts = new HashBuilder(FingerprintKind.SIMHASH);
    private final EntryTable soundEntries = new EntryTable();
    private final SoundIndex.Builder sounds = new SoundIndex.Builder();

    /**
     * Adds an entry.
     *
     * @throws IllegalArgumentException when its fingerprint is none
     */
    public Builder add(BankEntry entry) {
      switch (entry.kind()) {
        case SHA256 -> digests.add(entry);
        case PDQ -> pictures.add(entry);
        case SIMHASH -> texts.add(entry);
        case CHROMAPRINT -> {
          sounds.add(FingerprintKind.sound(entry.fingerprint()));
          soundEntries.add(entry);
        }
      }
      return this;
    }

    /** The index; the builder is not to be used again. */
    public BankIndex build() {
      return new BankIndex(this);
    }
  }

  private static final class HashBuilder {

    private final FingerprintKind kind;
    private final EntryTable table = new EntryTable();
    private long[] hashes = new long[64];

    HashBuilder(FingerprintKind kind) {
      this.kind = kind;
    }

    void add(BankEntry entry) {
      long[] hash = kind.hash(entry.fingerprint());
      int at = table.size() * kind.words();
      if (at + kind.words() > hashes.length) {
        hashes = Arrays.copyOf(hashes, hashes.length + (hashes.length >> 1));
      }
      System.arraycopy(hash, 0, hashes, at, hash.length);
      table.add(entry);
    }

    Hashes build() {
      table.trim();
      return new Hashes(
          new HammingIndex(
              kind.words(),
              (int) kind.farthest(),
              Arrays.copyOf(hashes, table.size() * kind.words())),
          table);
    }
  }
}
