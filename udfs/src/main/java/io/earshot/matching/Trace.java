package io.earshot.matching;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * That something of a creator's is kept under keys that are not the creator: without it, whoever is
 * to be forgotten would have to be looked for under all keys there are.
 *
 * @param creatorId whose it is
 * @param eventTime when it was published, milliseconds since the epoch
 * @param id by which it is told from the creator's other traces
 * @param store where it is kept
 * @param keys under which
 * @param item by what it is told from others there; 0 where it is by its creator alone
 */
public record Trace(
    String creatorId, long eventTime, long id, Store store, List<Long> keys, long item) {

  /** Where something is kept. */
  public enum Store {
    /** Who was first with a sound, by band: {@link FirstHeardFunction}. */
    FIRST_HEARD,
    /** What entries that come later are looked for in, by slot: {@link MemoryFunction}. */
    MEMORY
  }

  private static final Store[] STORES = Store.values();

  /** The trace of a sound: it may be kept under each of its bands. */
  public static Trace of(HeardItem item) {
    return new Trace(
        item.creatorId(),
        item.eventTime(),
        Hash64.of(item.eventId()),
        Store.FIRST_HEARD,
        item.bands().stream().distinct().toList(),
        0);
  }

  /** The trace of an item that is remembered. */
  public static Trace of(SlotInput input) {
    return RememberedItem.trace(
        Objects.requireNonNull(input.item(), "an entry leaves no trace"), input.slot());
  }

  /** Reads what {@link #toBytes} wrote. */
  public static Trace of(String creatorId, long id, byte[] bytes) {
    ByteReader in = StateFormat.reader("where something of a creator's is kept", bytes);
    Store store = STORES[in.octet()];
    long eventTime = in.signed();
    long item = store == Store.MEMORY ? in.word() : 0;
    List<Long> keys = new ArrayList<>();
    while (in.hasMore()) {
      keys.add(in.word());
    }
    return new Trace(creatorId, eventTime, id, store, keys, item);
  }

  /** The trace without the creator and its own id, under which it is kept; 60 bytes at the most. */
  @SuppressWarnings("EnumOrdinal") // places of this enumeration are fixed
  public byte[] toBytes() {
    ByteWriter out = StateFormat.writer().octet(store.ordinal()).signed(eventTime);
    if (store == Store.MEMORY) {
      out.word(item);
    }
    keys.forEach(out::word);
    return out.toBytes();
  }
}
