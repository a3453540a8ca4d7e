package io.earshot.risk.network;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.matching.Trace;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a creator to be forgotten one day: exactly one of the two is there.
 *
 * @param creatorId whose it is
 * @param trace where something of the creator's is kept
 * @param signal that the creator is to be forgotten, or an order, which may say that nothing is
 */
public record TraceNote(String creatorId, @Nullable Trace trace, @Nullable ArrivedSignal signal) {

  /** Where something is kept. */
  public static TraceNote of(Trace trace) {
    return new TraceNote(trace.creatorId(), trace, null);
  }

  /** What was said. */
  public static TraceNote of(ArrivedSignal signal) {
    return new TraceNote(signal.signal().creatorId(), null, signal);
  }

  /** Whether a signal is one for this. */
  public static boolean isFor(ArrivedSignal arrived) {
    CreatorSignal signal = arrived.signal();
    return signal.isErasure()
        || (signal.order() != null
            && (signal.order().endsHold() || signal.order().holdUntil() != null));
  }
}
