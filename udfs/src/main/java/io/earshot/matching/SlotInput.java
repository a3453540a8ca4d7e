package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a slot of the memory gets: an item to remember, an entry to look for, or whose items are to
 * be forgotten. Exactly one of the three is there.
 *
 * @param slot which
 * @param time of the item, by which it belongs to a window; of an entry, when it is looked for;
 *     else when they are forgotten
 * @param item bytes of a remembered item
 * @param entry what is looked for
 * @param forget whose items go
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SlotInput(
    long slot,
    long time,
    byte @Nullable [] item,
    @Nullable DueEntry entry,
    @Nullable Forget forget) {

  /** An item, with what was found in it at once. */
  static SlotInput of(ContentRef content, MediaFingerprints prints, List<BankMatch> found) {
    RememberedItem item = RememberedItem.of(content, prints, found);
    long time = content.eventTime();
    return new SlotInput(Slot.of(time, item.id()), time, item.toBytes(), null, null);
  }

  /** An entry to look for. */
  static SlotInput of(long slot, DueEntry entry) {
    return new SlotInput(slot, entry.foldAt(), null, entry, null);
  }

  /** Whose items are to be forgotten. */
  public static SlotInput of(long slot, Forget forget) {
    return new SlotInput(slot, forget.foldAt(), null, null, forget);
  }
}
