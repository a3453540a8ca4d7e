package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a slot of the memory gets: an item to remember, or an entry to look for.
 *
 * @param slot which
 * @param time of the item, by which it belongs to a window; of an entry, when it is looked for
 * @param item bytes of a remembered item; null with an entry
 * @param entry what is looked for; null with an item
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SlotInput(long slot, long time, byte @Nullable [] item, @Nullable DueEntry entry) {

  /** An item, with what was found in it at once. */
  static SlotInput of(ContentRef content, MediaFingerprints prints, List<BankMatch> found) {
    RememberedItem item = RememberedItem.of(content, prints, found);
    long time = content.eventTime();
    return new SlotInput(Slot.of(time, item.id()), time, item.toBytes(), null);
  }
}
