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
import io.earshot.risk.StateFact;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import io.earshot.stats.SlidingCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * D21: an account that slept, woke up with another device and another way of being paid, and
 * uploads.
 *
 * <p>A change of the account after {@code dormant} without any publication arms it: the first time
 * that a device, and that a payout, is told that is none of those known. It fires on an upload once
 * both have changed within {@code window} before it, at {@code uploads} uploads within a day; what
 * is published between the two changes hides nothing. What is told first of an account is no
 * change, nor is what is told again. State: five bytes a device and payout, four times and a count,
 * up to 230 bytes.
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
    state.device = Signals.read(in);
    state.payout = Signals.read(in);
    if (in.octet() == 1) {
      state.uploads = SlidingCount.read(in, HOUR, 24);
    }
    return state;
  }

  /**
   * What is known of one type of signal, and the last time that something new was among it.
   *
   * @param known hashes of all that there is, at most {@link #MOST}
   * @param changedAt when something new was told; {@link #NEVER} if it never was
   * @param asleepSince since when nothing had been published then
   */
  private record Signals(SortedSet<Integer> known, long changedAt, long asleepSince) {

    static final Signals NONE = new Signals(new TreeSet<>(), NEVER, NEVER);

    /** More than anybody uses; of an account that tells more, no change is seen. */
    private static final int MOST = 16;

    /** Within this time, the change after the longer sleep is the one that counts. */
    private static final long SETTLES = Duration.ofDays(90).toMillis();

    /** With all signals of the type that there are from now on; none if the type is not told. */
    Signals told(AccountChange change, AccountSignal.Type type, CreatorView creator) {
      SortedSet<Integer> all = new TreeSet<>();
      for (AccountSignal signal : change.signals()) {
        if (signal.type() == type) {
          all.add(Long.hashCode(Hash64.of(signal.hash())));
        }
      }
      if (all.isEmpty() || all.size() > MOST) {
        return this;
      }
      boolean isNew = !known.isEmpty() && !known.containsAll(all);
      boolean counts =
          isNew
              && (changedAt == NEVER
                  || creator.now() - changedAt > SETTLES
                  || creator.now() - creator.lastActive() > changedAt - asleepSince);
      return counts
          ? new Signals(all, creator.now(), creator.lastActive())
          : new Signals(all, changedAt, asleepSince);
    }

    void write(ByteWriter out) {
      out.count(known.size());
      known.forEach(out::signed);
      if (!known.isEmpty()) {
        out.signed(changedAt);
        if (changedAt != NEVER) {
          out.signed(asleepSince);
        }
      }
    }

    static Signals read(ByteReader in) {
      SortedSet<Integer> known = new TreeSet<>();
      for (int left = in.smallCount(); left > 0; left--) {
        known.add((int) in.signed());
      }
      long changedAt = known.isEmpty() ? NEVER : in.signed();
      return new Signals(known, changedAt, changedAt == NEVER ? NEVER : in.signed());
    }
  }

  private static final class State implements DetectorState {

    private Signals device = Signals.NONE;
    private Signals payout = Signals.NONE;
    private SlidingCount uploads = new SlidingCount(HOUR, 24);

    @Override
    public void changed(AccountChange change, CreatorView creator) {
      device = device.told(change, AccountSignal.Type.DEVICE, creator);
      payout = payout.told(change, AccountSignal.Type.PAYOUT, creator);
    }

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      if (device.changedAt() == NEVER || payout.changedAt() == NEVER) {
        return null;
      }
      long now = creator.now();
      // Whoever takes an account over may publish before the second change; it is the first that
      // ends the sleep.
      Signals first = first();
      long slept = first.changedAt() - first.asleepSince();
      if (first.asleepSince() == NEVER
          || slept < set.get(DORMANT)
          || first.changedAt() < now - set.get(WINDOW)) {
        return null;
      }
      uploads.add(now, 1);
      long count = uploads.countAt(now);
      return count >= set.get(UPLOADS) ? new Finding(count, slept / DAY, count) : null;
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          new StateFact("another device", changedAt(device.changedAt())),
          new StateFact("another payout", changedAt(payout.changedAt())),
          new StateFact("nothing published before since", changedAt(first().asleepSince())),
          StateFact.whole("uploads within a day since", uploads.countAt(creator.now())));
    }

    private Signals first() {
      return device.changedAt() <= payout.changedAt() ? device : payout;
    }

    private static String changedAt(long time) {
      return time == NEVER ? "never" : Instant.ofEpochMilli(time).toString();
    }

    @Override
    public void write(ByteWriter out, long now) {
      if (device.known().isEmpty() && payout.known().isEmpty()) {
        return;
      }
      out.octet(Formats.FIRST);
      device.write(out);
      payout.write(out);
      if (uploads.countAt(now) == 0) {
        out.octet(0);
      } else {
        out.octet(1);
        uploads.write(out, now);
      }
    }
  }
}
