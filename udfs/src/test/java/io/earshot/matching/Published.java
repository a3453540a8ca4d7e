package io.earshot.matching;

import io.earshot.intake.ContentRef;
import io.earshot.stats.Hash64;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;

/**
 * A content of which one sound is all that is known, as what is kept of it sees it.
 *
 * @param content what
 * @param sound which sound; the same is the same
 */
public record Published(ContentRef content, int sound) {

  private static final int BANDS = 3;

  /** What it sounds like. */
  public HeardItem heard() {
    List<Long> bands = new ArrayList<>();
    for (int band = 0; band < BANDS; band++) {
      bands.add(Hash64.of("band" + band + sound));
    }
    return HeardItem.of(
        content,
        new SoundSketch(Hash64.of("high" + sound), Hash64.of("low" + sound), 1_400),
        bands);
  }

  /** The same by band. */
  public List<BandItem> bands() {
    List<BandItem> bands = new ArrayList<>();
    new BandFunction().flatMap(heard(), new ListCollector<>(bands));
    return bands;
  }

  /** What entries that come later are looked for in. */
  public SlotInput remembered() {
    return SlotInput.of(content, MediaFingerprints.ofPicture(digest(sound), List.of()), List.of());
  }

  /** An entry for a sound that comes later, for all slots. */
  public static List<SlotInput> entry(int sound, long at, long windowMillis, long memoryMillis) {
    BankEntry entry =
        new BankEntry(
            "bank",
            String.valueOf(sound),
            FingerprintKind.SHA256,
            digest(sound),
            "CSE.CSAM",
            BankEntry.UNRATED,
            "",
            at,
            Long.MAX_VALUE,
            0);
    List<SlotInput> slots = new ArrayList<>();
    new SlotFunction(memoryMillis)
        .flatMap(
            new DueEntry(
                entry,
                "change-" + sound,
                at,
                Math.floorDiv(at, windowMillis) * windowMillis + windowMillis - 1),
            new ListCollector<>(slots));
    return slots;
  }

  /** The digest of a medium that a number stands for. */
  static String digest(int medium) {
    return HexFormat.of().toHexDigits(Hash64.of("m" + medium)).repeat(4);
  }
}
