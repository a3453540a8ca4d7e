package io.earshot.risk.plays;

import io.earshot.intake.ContentRef;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameters;
import io.earshot.stats.ByteReader;
import org.jspecify.annotations.Nullable;

/**
 * A detector of what listeners do with a track. It is asked when an hour of plays is over, and
 * never when something is published, so it fires on no publication and adds nothing to anybody's
 * risk.
 */
public abstract class PlayDetector implements Detector {

  /**
   * Whether it fires on a track.
   *
   * @param plays what is known of the track's plays
   * @param matter what is looked at: one of the {@link TrackPlays} matters
   */
  public abstract @Nullable Finding judge(TrackPlays plays, int matter, Parameters set);

  @Override
  public final boolean looksAt(ContentRef content) {
    return false;
  }

  @Override
  public final DetectorState start() {
    return (assessment, creator, set) -> null;
  }

  @Override
  public final DetectorState read(ByteReader in) {
    return start();
  }
}
