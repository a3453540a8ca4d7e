package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.ContentRef;
import io.earshot.risk.CreatorView;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameters;
import io.earshot.stats.ByteReader;
import org.jspecify.annotations.Nullable;

/**
 * A detector that looks at every publication, and whose inputs the profile keeps for several: it
 * remembers nothing of its own.
 */
abstract class WithoutState implements Detector {

  /** As {@link DetectorState#observe}. */
  abstract @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set);

  @Override
  public final boolean looksAt(ContentRef content) {
    return true;
  }

  @Override
  public final DetectorState start() {
    return this::observe;
  }

  @Override
  public final DetectorState read(ByteReader in) {
    return start();
  }
}
