package io.earshot.risk;

import io.earshot.assessment.Assessment;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Observed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a detector knows of one creator. */
public interface DetectorState {

  /**
   * Folds a content version in, and says whether the detector fires on it.
   *
   * @param creator what else is known, with this content counted in, as of its time
   * @param set what the bundle sets
   * @return null if it does not fire
   */
  @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set);

  /** Folds a change of the account in. */
  default void changed(AccountChange change, CreatorView creator) {}

  /**
   * What it knows, in words, for a person who looks at it.
   *
   * @param creator what else is known, as of the time that is looked at
   */
  default List<StateFact> describe(CreatorView creator) {
    return List.of();
  }

  /**
   * What the creator did, as the detector's {@link Detector#fitting} counts it. It is asked of a
   * creator of whom the detector has seen nothing too, since that may be what is usual.
   *
   * @param creator what else is known, as of the time that is looked at
   * @param since from when on certainly everything was seen, milliseconds since the epoch
   * @return null if it tells nothing
   */
  default @Nullable Observed observed(CreatorView creator, long since) {
    return null;
  }

  /**
   * Folds a report in.
   *
   * @param report which {@link CreatorView#reports()} has already
   */
  default void reported(ReportBook.Entry report, CreatorView creator, Parameters set) {}

  /**
   * Writes what it knows, a version first; nothing if that is nothing, or is over by now.
   *
   * @param now time of the newest event of the creator, milliseconds since the epoch
   */
  default void write(ByteWriter out, long now) {}
}
