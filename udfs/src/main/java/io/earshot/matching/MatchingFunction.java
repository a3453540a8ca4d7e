package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.intake.EntryRef;
import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what is known of each item, in the banks that were in effect at its event time, and
 * sends it on with what was found.
 *
 * <p>It decides by the changes that have reached it when the item comes, as the express lane does:
 * publish an entry ahead of its time for a replay to find the same. To hold items until the
 * watermark of the changes has passed them was rejected: that watermark is behind by the allowed
 * disorder, and by an idle time-out where nothing is published, and all that long every item would
 * wait to be scored. A least lead, as versions of models have, was rejected too: it is the time in
 * which a medium that is known to be illegal goes on being published.
 */
public final class MatchingFunction
    extends BroadcastProcessFunction<FingerprintedItem, BankChange, WorkItem> {

  private static final long serialVersionUID = 1L;

  /** What was looked up and what was found, for the memory. */
  public static final OutputTag<SlotInput> LOOKED_UP = new OutputTag<SlotInput>("looked-up") {};

  /** Whether what was looked up is told of. */
  public enum Remembering {
    ON,
    OFF
  }

  private final BankSource banks;
  private final long windowMillis;
  private final Remembering remembering;
  private transient BankIndexes.@Nullable Lease lease;
  private transient @Nullable BankBook book;
  private transient @Nullable Counter matched;
  private transient boolean restored;

  /**
   * A function that begins with the banks of the configuration.
   *
   * @param windowMillis length of the creator's window: what happened that long before the
   *     watermark may still be judged, and is looked up as of its time
   */
  public MatchingFunction(BankSource banks, long windowMillis, Remembering remembering) {
    this.banks = banks;
    this.windowMillis = windowMillis;
    this.remembering = remembering;
  }

  @Override
  public void open(OpenContext context) {
    BankIndexes.Lease taken = leased(getRuntimeContext(), banks);
    lease = taken;
    book = new BankBook(taken.index());
    matched = getRuntimeContext().getMetricGroup().counter("matchedItems");
  }

  /** A share in the banks of the configuration, which the job gives back whatever becomes of it. */
  static BankIndexes.Lease leased(RuntimeContext context, BankSource banks) {
    String job = context.getJobInfo().getJobId().toString();
    context.registerUserCodeClassLoaderReleaseHookIfAbsent(
        "banks " + job, () -> BankIndexes.SHARED.releaseAll(job));
    return BankIndexes.SHARED.acquire(job, banks);
  }

  @Override
  public void processElement(
      FingerprintedItem printed, ReadOnlyContext context, Collector<WorkItem> out)
      throws Exception {
    BankBook known = book(context.getBroadcastState(BankControlFunction.CHANGES));
    WorkItem item = printed.item();
    MediaFingerprints prints = printed.prints();
    boolean remembered = remembering == Remembering.ON;
    if (item.modality() == Modality.TEXT
        && !item.fields().isEmpty()
        && (remembered || known.knows(FingerprintKind.SIMHASH))) {
      prints =
          MediaFingerprints.ofTexts(
              item.fields().stream().map(field -> TextFingerprint.of(field.text())).toList());
    }
    if (prints == null) {
      out.collect(item);
      return;
    }
    List<BankMatch> found = known.find(prints, item.content().eventTime());
    if (!found.isEmpty()) {
      Objects.requireNonNull(matched).inc();
    }
    if (remembered) {
      context.output(LOOKED_UP, SlotInput.of(item.content(), prints, found));
    }
    out.collect(found.isEmpty() ? item : item.matching(all(found, item.matches())));
  }

  /** What was found, and what else the platform has found by itself. */
  private static List<BankMatch> all(List<BankMatch> found, List<BankMatch> supplied) {
    if (supplied.isEmpty()) {
      return found;
    }
    List<BankMatch> all = new ArrayList<>(found);
    for (BankMatch match : supplied) {
      if (found.stream().noneMatch(other -> EntryRef.of(other).equals(EntryRef.of(match)))) {
        all.add(match);
      }
    }
    return all;
  }

  @Override
  public void processBroadcastElement(BankChange change, Context context, Collector<WorkItem> out)
      throws Exception {
    BroadcastState<String, BankChange> state =
        context.getBroadcastState(BankControlFunction.CHANGES);
    BankBook known = book(state);
    known.enter(change);
    state.put(change.eventId(), change);
    // Only a change can make the book grow, so that is when what is over leaves it.
    long watermark = context.currentWatermark();
    for (BankChange old :
        known.forgetBefore(watermark == Long.MIN_VALUE ? watermark : watermark - windowMillis)) {
      state.remove(old.eventId());
    }
  }

  private BankBook book(ReadOnlyBroadcastState<String, BankChange> state) throws Exception {
    BankBook known = Objects.requireNonNull(book, "open runs first");
    if (!restored) {
      restored = true;
      for (Map.Entry<String, BankChange> entry : state.immutableEntries()) {
        known.enter(entry.getValue());
      }
    }
    return known;
  }

  @Override
  public void close() {
    BankIndexes.Lease held = lease;
    if (held != null) {
      held.close();
    }
  }
}
