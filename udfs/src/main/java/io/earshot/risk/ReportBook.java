package io.earshot.risk;

import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.SubjectRef;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has reported what of a creator within a day, with what was known of them then. At most {@link
 * #MOST} reports, about 25 bytes each; most creators have none. Where there are more, the oldest on
 * the target with the most of them makes room, so that each target keeps a share and no crowd hides
 * another; those of the last hour are counted on ({@link ReportOverflow}).
 */
public final class ReportBook {

  /** More are not kept: who they are by, these tell. */
  public static final int MOST = 40;

  static final long MEMORY = Duration.ofDays(1).toMillis();

  /**
   * A report.
   *
   * @param at when, milliseconds since the epoch
   * @param reporter hash of who
   * @param target hash of what, whatever its version
   * @param claim whether it is a claim of a rights holder
   * @param standing what was known of the reporter
   */
  public record Entry(
      long at, long reporter, long target, boolean claim, ReporterStanding standing) {

    /** Milliseconds since the reporter's first report. */
    public long reporterAge() {
      return Math.max(0, at - standing.firstReportAt());
    }
  }

  private final List<Entry> entries = new ArrayList<>(0);
  private ReportOverflow overflow = new ReportOverflow();

  /** The hash by which a target is known. */
  public static long hash(SubjectRef target) {
    return Hash64.of(target.key());
  }

  Entry add(Report report, ReporterStanding standing, long time) {
    Entry entry =
        new Entry(
            time,
            Hash64.of(report.reporterId()),
            hash(report.target()),
            report.source() == ReportSource.RIGHTSHOLDER,
            standing);
    entries.removeIf(old -> old.at() <= time - MEMORY);
    if (entries.size() == MOST) {
      makeRoom(time);
    }
    entries.add(entry);
    return entry;
  }

  private void makeRoom(long now) {
    Map<Long, Integer> kept = new HashMap<>();
    entries.forEach(entry -> kept.merge(entry.target(), 1, Integer::sum));
    int most = Collections.max(kept.values());
    for (int i = 0; i < entries.size(); i++) {
      if (kept.getOrDefault(entries.get(i).target(), 0) == most) {
        Entry oldest = entries.remove(i);
        overflow.add(oldest.target(), oldest.at(), now);
        return;
      }
    }
  }

  /** Reports on a target within the hour that are not kept, and so not among those after it. */
  public long notKept(long target, long now) {
    return overflow.within(target, now);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Reports after a time that are kept, oldest first. */
  public List<Entry> after(long time) {
    return entries.stream().filter(entry -> entry.at() > time).toList();
  }

  /** Claims of rights holders within a day. */
  long claims(long now) {
    return after(now - MEMORY).stream().filter(Entry::claim).count();
  }

  /** Credible mass of the reports within a day. */
  double credible(long now, ReporterPrior prior) {
    return entries.isEmpty() ? 0 : mass(after(now - MEMORY), prior);
  }

  /** Each reporter's newest report, in the order of their first ones. */
  public static List<Entry> byReporter(List<Entry> reports) {
    Map<Long, Entry> newest = new LinkedHashMap<>();
    reports.forEach(entry -> newest.put(entry.reporter(), entry));
    return List.copyOf(newest.values());
  }

  /**
   * Credible mass: the sum over distinct reporters of the lower bound of their credibility.
   *
   * @param prior what is believed of a reporter of whom no answer is known
   */
  public static double mass(List<Entry> reports, ReporterPrior prior) {
    Map<Long, Double> bounds = new HashMap<>();
    double mass = 0;
    for (Entry entry : byReporter(reports)) {
      ReporterStanding standing = entry.standing();
      // Most reporters have the same few counts, and a bound takes some time.
      long counts = ((long) standing.answered() << Integer.SIZE) | standing.upheld();
      mass += bounds.computeIfAbsent(counts, any -> standing.credibility(prior));
    }
    return mass;
  }

  void write(ByteWriter out, long now) {
    entries.removeIf(entry -> entry.at() <= now - MEMORY);
    if (entries.isEmpty()) {
      return;
    }
    List<Long> targets = entries.stream().map(Entry::target).distinct().toList();
    out.count(targets.size());
    targets.forEach(out::word);
    out.count(entries.size());
    long before = 0;
    for (Entry entry : entries) {
      ReporterStanding standing = entry.standing();
      out.signed(entry.at() - before).word(entry.reporter()).octet(entry.claim() ? 1 : 0);
      out.count(targets.indexOf(entry.target())).signed(entry.at() - standing.firstReportAt());
      out.count(standing.answered()).count(standing.upheld());
      out.octet(standing.targets() == 0 ? 0 : 1);
      if (standing.targets() != 0) {
        out.word(standing.targets());
      }
      before = entry.at();
    }
  }

  void writeOverflow(ByteWriter out, long now) {
    overflow.write(out, now);
  }

  void readOverflow(ByteReader in) {
    overflow = ReportOverflow.read(in);
  }

  static ReportBook read(ByteReader in) {
    ReportBook read = new ReportBook();
    long[] targets = new long[in.smallCount()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = in.word();
    }
    long at = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      at += in.signed();
      long reporter = in.word();
      boolean claim = in.octet() == 1;
      long target = targets[in.smallCount()];
      ReporterStanding standing =
          new ReporterStanding(
              at - in.signed(), in.smallCount(), in.smallCount(), in.octet() == 0 ? 0 : in.word());
      read.entries.add(new Entry(at, reporter, target, claim, standing));
    }
    return read;
  }
}
