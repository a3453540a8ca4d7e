package io.earshot.risk;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayedCounter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which detectors fired on a creator, an hour at a time, and the risk that follows. Risk is made
 * from them anew at every reading, its hysteresis too, so that a firing that was wrong leaves
 * nothing behind. At most 32 firings of about 8 bytes; most creators have none. Where there are
 * more, the oldest makes room of those that a later one of their group covers, so that an hourly
 * flood does not push out what another detector said.
 */
final class Firings {

  private static final int MOST = 32;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static final int GROUPS = RiskGroup.values().length;

  private record Firing(String detector, long hour, int permille) {
    long at() {
      return hour * HOUR;
    }
  }

  /**
   * What follows from the firings until another one comes, or people say something.
   *
   * @param strongest of each group, the firing that says most; all fade at the same pace, so that
   *     it stays the strongest
   * @param high whether risk was high right after the last firing
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Summary(
      @Nullable Firing[] strongest, boolean high, RiskSettings.Level level, long createdAt) {}

  private final List<Firing> firings = new ArrayList<>(0);
  private @Nullable Summary summary;

  static long hour(long time) {
    return Math.floorDiv(time, HOUR);
  }

  boolean isEmpty() {
    return firings.isEmpty();
  }

  /**
   * A detector fired.
   *
   * @param ledger tells which firings were wrong
   */
  void add(String detector, double risk, long time, ItemLedger ledger) {
    long hour = hour(time);
    int permille = (int) StrictMath.rint(risk * 1_000);
    for (int i = firings.size() - 1; i >= 0 && firings.get(i).hour() >= hour; i--) {
      Firing known = firings.get(i);
      if (known.hour() == hour && known.detector().equals(detector)) {
        if (permille > known.permille()) {
          firings.set(i, new Firing(detector, hour, permille));
          summary = null;
        }
        return;
      }
    }
    if (firings.size() == MOST) {
      firings.remove(covered(detector, permille, ledger));
    }
    firings.add(new Firing(detector, hour, permille));
    summary = null;
  }

  /**
   * The oldest firing that people found to be wrong; else the oldest that a later one of its group
   * is at least as strong as, which says no more of the risk of now; else the oldest of all.
   */
  private int covered(String newest, int permille, ItemLedger ledger) {
    for (int i = 0; i < firings.size(); i++) {
      if (ledger.isOverturned(firings.get(i).detector(), firings.get(i).hour())) {
        return i;
      }
    }
    DetectorCatalog catalog = DetectorCatalog.installed();
    int[] strongest = new int[GROUPS];
    Detector speaking = catalog.find(newest);
    if (speaking != null) {
      strongest[Codes.of(speaking.spec().group())] = permille;
    }
    int covered = 0;
    for (int i = firings.size() - 1; i >= 0; i--) {
      Detector detector = catalog.find(firings.get(i).detector());
      if (detector == null) {
        // Not installed any more: it has no group to speak in.
        covered = i;
        continue;
      }
      int group = Codes.of(detector.spec().group());
      if (firings.get(i).permille() <= strongest[group]) {
        covered = i;
      }
      strongest[group] = Math.max(strongest[group], firings.get(i).permille());
    }
    return covered;
  }

  /** People have said something of decisions. */
  void reviewed() {
    summary = null;
  }

  void remove(String detector, long time) {
    firings.removeIf(f -> f.hour() == hour(time) && f.detector().equals(detector));
    summary = null;
  }

  void prune(long now) {
    firings.removeIf(f -> f.at() < now - CreatorProfile.MEMORY);
  }

  /**
   * The risk as of a time.
   *
   * @param createdAt when the account was made; 0 if not known
   * @param ledger tells which firings were wrong
   */
  RiskFacts riskAt(long now, RiskSettings.Level level, long createdAt, ItemLedger ledger) {
    Summary known = summary;
    if (known == null || !known.level().equals(level) || known.createdAt() != createdAt) {
      known = summarise(level, createdAt, ledger);
      summary = known;
    }
    double weight = level.age().weight(now, createdAt);
    List<RiskFacts.Contribution> contributions = new ArrayList<>(1);
    for (RiskGroup group : RiskGroup.values()) {
      Firing firing = known.strongest()[Codes.of(group)];
      if (firing != null) {
        double value = Finding.round(weight * contribution(firing, now, level));
        if (value > 0) {
          contributions.add(new RiskFacts.Contribution(group, value));
        }
      }
    }
    double risk = risk(known.strongest(), now, level, createdAt);
    boolean high = risk >= level.enter() || (known.high() && risk > level.leave());
    return risk == 0 ? RiskFacts.NONE : new RiskFacts(risk, high, contributions, List.of());
  }

  /** Goes through the firings that stand, in the order of time. */
  private Summary summarise(RiskSettings.Level level, long createdAt, ItemLedger ledger) {
    @Nullable Firing[] strongest = new Firing[GROUPS];
    boolean high = false;
    DetectorCatalog catalog = DetectorCatalog.installed();
    for (Firing firing : firings) {
      Detector detector = catalog.find(firing.detector());
      // A detector that is not installed any more has no group to speak in.
      if (detector == null || ledger.isOverturned(firing.detector(), firing.hour())) {
        continue;
      }
      // Between two firings risk only falls, so the lowest is the moment before the next one.
      high &= risk(strongest, firing.at(), level, createdAt) > level.leave();
      int group = Codes.of(detector.spec().group());
      Firing before = strongest[group];
      if (before == null
          || contribution(firing, firing.at(), level) >= contribution(before, firing.at(), level)) {
        strongest[group] = firing;
      }
      high |= risk(strongest, firing.at(), level, createdAt) >= level.enter();
    }
    return new Summary(strongest, high, level, createdAt);
  }

  /** The risk that follows from the strongest firing of each group, three decimals. */
  private static double risk(
      @Nullable Firing[] strongest, long at, RiskSettings.Level level, long createdAt) {
    double sum = 0;
    for (Firing firing : strongest) {
      sum += firing == null ? 0 : contribution(firing, at, level);
    }
    return sum == 0
        ? 0
        : Finding.round(1.0 - StrictMath.exp(-level.age().weight(at, createdAt) * sum));
  }

  /** -ln(1 - r) of a firing, without the weight of its age. */
  private static double contribution(Firing firing, long at, RiskSettings.Level level) {
    double share =
        firing.permille()
            / 1_000.0
            * DecayedCounter.factor(Math.max(0, at - firing.at()), level.halfLifeMillis());
    return -StrictMath.log1p(-share);
  }

  /** The firings, for a person. */
  List<ProfileReport.Fired> report(ItemLedger ledger) {
    return firings.stream()
        .map(
            firing ->
                new ProfileReport.Fired(
                    firing.detector(),
                    Instant.ofEpochMilli(firing.at()),
                    firing.permille() / 1_000.0,
                    ledger.isOverturned(firing.detector(), firing.hour())))
        .toList();
  }

  void write(ByteWriter out) {
    out.count(firings.size());
    for (Firing firing : firings) {
      out.block(firing.detector().getBytes(StandardCharsets.US_ASCII));
      out.signed(firing.hour()).count(firing.permille());
    }
  }

  static Firings read(ByteReader in) {
    Firings read = new Firings();
    for (int left = in.smallCount(); left > 0; left--) {
      read.firings.add(
          new Firing(
              new String(in.block(), StandardCharsets.US_ASCII), in.signed(), in.smallCount()));
    }
    return read;
  }
}
