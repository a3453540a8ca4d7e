package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.AccountSignal;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.risk.CreatorView;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import io.earshot.stats.SlidingCount;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D21: an account that slept, woke up with another device and another way of being paid, and
 * uploads.
 *
 * <p>A change of the account after {@code dormant} without any publication arms it: the first time
 * that a device, and that a payout, is told that differs from the one known. It fires on an upload
 * once both have changed within {@code window} before it, at {@code uploads} uploads within a day.
 * What is told first of an account is no change. State: two hashes and three times, up to 60 bytes.
 */
public final class DormantTakeover implements Detector {

  private static final Parameter DORMANT =
      Parameter.duration("dormant", "time without any publication");
  private static final Parameter WINDOW =
      Parameter.duration("window", "how long ago device and payout have changed at most");
  private static final Parameter UPLOADS = Parameter.count("uploads", "uploads within a day since");

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D21",
          "dormant_takeover",
          "DEC.IMPERSON",
          RiskGroup.ACCOUNT,
          "an account that slept wakes up with another device and payout, and uploads",
          List.of(DORMANT, WINDOW, UPLOADS),
          List.of(
              Evidence.fraction("dormantDays", "days without any publication before"),
              Evidence.whole("uploads", "uploads within a day since")));

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final double DAY = Duration.ofDays(1).toMillis();
  private static final long NEVER = Long.MIN_VALUE;

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.version() == 1 && content.kind() != ContentKind.COMMENT;
  }

  @Override
  public boolean followsAccounts() {
    return true;
  }

  @Override
  public DetectorState start() {
    return new State();
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D21", in);
    State state = new State();
    state.device = in.word();
    state.payout = in.word();
    if (in.octet() == 1) {
      state.newDeviceAt = in.signed();
      state.newPayoutAt = in.signed();
      state.asleepSince = in.signed();
      state.uploads = SlidingCount.read(in, HOUR, 24);
    }
    return state;
  }

  private static final class State implements DetectorState {

    private long device;
    private long payout;
    private long newDeviceAt = NEVER;
    private long newPayoutAt = NEVER;
    private long asleepSince = NEVER;
    private SlidingCount uploads = new SlidingCount(HOUR, 24);

    @Override
    public void changed(AccountChange change, CreatorView creator) {
      for (AccountSignal signal : change.signals()) {
        long hash = Hash64.of(signal.hash());
        if (signal.type() == AccountSignal.Type.DEVICE) {
          if (device != 0 && device != hash) {
            newDeviceAt = creator.now();
            arm(creator);
          }
          device = hash;
        } else if (signal.type() == AccountSignal.Type.PAYOUT) {
          if (payout != 0 && payout != hash) {
            newPayoutAt = creator.now();
            arm(creator);
          }
          payout = hash;
        }
      }
    }

    private void arm(CreatorView creator) {
      asleepSince = creator.lastActive();
    }

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      long now = creator.now();
      long changed = Math.max(newDeviceAt, newPayoutAt);
      if (newDeviceAt == NEVER || newPayoutAt == NEVER || asleepSince == NEVER) {
        return null;
      }
      if (changed - asleepSince < set.get(DORMANT)
          || Math.min(newDeviceAt, newPayoutAt) < now - set.get(WINDOW)) {
        return null;
      }
      uploads.add(now, 1);
      long count = uploads.countAt(now);
      return count >= set.get(UPLOADS)
          ? new Finding(count, (changed - asleepSince) / DAY, count)
          : null;
    }

    @Override
    public void write(ByteWriter out, long now) {
      if (device == 0 && payout == 0) {
        return;
      }
      out.octet(Formats.FIRST).word(device).word(payout);
      if (newDeviceAt == NEVER && newPayoutAt == NEVER) {
        out.octet(0);
      } else {
        out.octet(1).signed(newDeviceAt).signed(newPayoutAt).signed(asleepSince);
        uploads.write(out, now);
      }
    }
  }
}
