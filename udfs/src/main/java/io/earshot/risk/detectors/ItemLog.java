package io.earshot.risk.detectors;

import io.earshot.assessment.Family;
import io.earshot.risk.CreatorView;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest items of which a detector has noted something, with their times; those on which the
 * decisions were overturned do not count. About 12 bytes an item.
 */
final class ItemLog {

  private record Entry(long item, long at) {}

  private final int most;
  private final List<Entry> entries = new ArrayList<>(0);

  /**
   * @param most items that are kept
   */
  ItemLog(int most) {
    this.most = most;
  }

  void add(long item, long at) {
    if (entries.size() == most) {
      entries.remove(0);
    }
    entries.add(new Entry(item, at));
  }

  /** Items since a time that stand. */
  int count(CreatorView creator, Family family, long since) {
    int count = 0;
    for (Entry entry : entries) {
      if (entry.at() >= since && creator.stands(entry.item(), family)) {
        count++;
      }
    }
    return count;
  }

  /** Writes those that are not older than a time; false if there are none. */
  boolean write(ByteWriter out, long oldest) {
    entries.removeIf(entry -> entry.at() < oldest);
    if (entries.isEmpty()) {
      return false;
    }
    out.count(entries.size());
    long before = 0;
    for (Entry entry : entries) {
      out.word(entry.item()).signed(entry.at() - before);
      before = entry.at();
    }
    return true;
  }

  static ItemLog read(ByteReader in, int most) {
    ItemLog read = new ItemLog(most);
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      Entry entry = new Entry(in.word(), before + in.signed());
      read.entries.add(entry);
      before = entry.at();
    }
    return read;
  }
}
