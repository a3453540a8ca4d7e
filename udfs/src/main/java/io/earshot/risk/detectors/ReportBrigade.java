package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.ContentRef;
import io.earshot.risk.CreatorView;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Fitting;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.ReportBook;
import io.earshot.risk.ReportBook.Entry;
import io.earshot.risk.ReporterPrior;
import io.earshot.risk.ReporterStanding;
import io.earshot.risk.RiskGroup;
import io.earshot.risk.StateFact;
import io.earshot.risk.TargetSketch;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayedCounter;
import io.earshot.stats.GammaPoisson;
import io.earshot.stats.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * D16: a crowd that reports one thing to have it taken down. What it finds speaks for the creator:
 * as long as it fires, nothing is done automatically because of reports.
 *
 * <p>At each report it looks at those on the same target within the hour. They are a brigade at
 * {@code raw >= reports1h} and a surprise (see {@link GammaPoisson}) of at least {@code surprise}
 * over the rate at which the creator was reported before, if who reports is not believed (the mean
 * over distinct reporters of the lower bound of their credibility is at most {@code credibility})
 * and either {@code newShare} of them have reported nothing before {@code newAge} ago, or they go
 * about together: what they have reported overlaps by {@code overlap} on average, as far as at
 * least half of them have reported enough to tell. All reports count; who they are by is judged by
 * those that are kept, the newest of the target ({@link ReportBook}). It then fires for {@code
 * protects}. State: the creator's reports halved every 30 days, the time of the first, and of a
 * brigade its evidence; 20 to 70 bytes.
 *
 * <p>A reporter of whose reports at least {@code unfounded} are unfounded, with 95 % confidence and
 * over at least {@code answers} answers within 90 days, is to be warned: the audit of the answer
 * that brings them there says so.
 */
public final class ReportBrigade implements Detector {

  /** A brigade is kept as long as the longest protection that a bundle may ask for. */
  private static final long MEMORY = Duration.ofDays(30).toMillis();

  private static final Parameter REPORTS_1H =
      Parameter.count("reports1h", "reports on one target within an hour");
  private static final Parameter SURPRISE =
      Parameter.number(
          "surprise", "-log10 of how likely as many reports are by the creator's past");
  private static final Parameter CREDIBILITY =
      Parameter.share("credibility", "greatest mean lower bound of the reporters' credibility");
  private static final Parameter NEW_SHARE =
      Parameter.share("newShare", "least share of reporters who are new");
  private static final Parameter NEW_AGE =
      Parameter.duration("newAge", "time since their first report until which reporters are new");
  private static final Parameter OVERLAP =
      Parameter.share("overlap", "else, least mean overlap of what two of them have reported");
  private static final Parameter PROTECTS =
      Parameter.duration("protects", "how long nothing is done automatically because of reports")
          .atMost(MEMORY);
  private static final Parameter PRIOR_REPORTS =
      Parameter.number(
              "priorReports", "a0 of the prior: reports of a creator of whom none is known")
          .fitted();
  private static final Parameter PRIOR_TIME =
      Parameter.duration("priorTime", "b0 of the prior: the time in which these are made").fitted();

  private static final Parameter UNFOUNDED =
      Parameter.share("unfounded", "least share of unfounded reports of who is to be warned");
  private static final Parameter ANSWERS =
      Parameter.count("answers", "least number of their reports that were answered")
          .atMost(ReporterStanding.MOST_ANSWERS);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D16",
          "report_brigade",
          "INT.REPORTABUSE",
          RiskGroup.REPORTS,
          "a crowd without credibility reports the creator, who is protected from it",
          List.of(
              REPORTS_1H,
              SURPRISE,
              CREDIBILITY,
              NEW_SHARE,
              NEW_AGE,
              OVERLAP,
              PROTECTS,
              PRIOR_REPORTS,
              PRIOR_TIME,
              UNFOUNDED,
              ANSWERS,
              ReporterPrior.UPHELD,
              ReporterPrior.UNFOUNDED),
          List.of(
              Evidence.whole("reports1h", "reports on the target within the hour"),
              Evidence.whole("reporters", "different reporters among those of them that are kept"),
              Evidence.fraction("surprise", "-log10 of how likely as many were"),
              Evidence.fraction("mass", "sum of the lower bounds of their credibility"),
              Evidence.fraction("newShare", "share of reporters who are new"),
              Evidence.fraction("overlap", "mean overlap of what two of them have reported")));

  private static final Fitting FITTING = Fitting.gamma(PRIOR_REPORTS, PRIOR_TIME);

  private static final int EVIDENCE = SPEC.evidence().size();
  private static final long HALF_LIFE = Duration.ofDays(30).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NEVER = Long.MIN_VALUE;

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return true;
  }

  @Override
  public boolean followsReports() {
    return true;
  }

  @Override
  public OptionalDouble distrusts(ReporterStanding standing, boolean claim, Parameters set) {
    return !claim && standing.answered() >= set.get(ANSWERS)
        ? ClaimAbuse.unfounded(standing, set, set.get(UNFOUNDED))
        : OptionalDouble.empty();
  }

  @Override
  public ReporterPrior reporters(Parameters set) {
    return ReporterPrior.of(set);
  }

  @Override
  public Fitting fitting() {
    return FITTING;
  }

  @Override
  public DetectorState start() {
    return new State();
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D16", in);
    State state = new State();
    state.reports = DecayedCounter.read(in);
    state.first = in.signed();
    if (in.octet() == 1) {
      state.brigadeAt = in.signed();
      for (int i = 0; i < EVIDENCE; i++) {
        state.evidence[i] = in.fraction();
      }
    }
    return state;
  }

  private static final class State implements DetectorState {

    private DecayedCounter reports = DecayedCounter.ZERO;
    private long first = Long.MAX_VALUE;
    private long brigadeAt = NEVER;
    private final double[] evidence = new double[EVIDENCE];

    @Override
    public void reported(Entry report, CreatorView creator, Parameters set) {
      long now = report.at();
      List<Entry> hour =
          creator.reports().after(now - HOUR).stream()
              .filter(entry -> entry.target() == report.target())
              .toList();
      reports = reports.add(1.0, now, HALF_LIFE);
      first = Math.min(first, now);
      long raw = hour.size() + creator.reports().notKept(report.target(), now);
      if (raw < set.get(REPORTS_1H)) {
        return;
      }
      double shape = set.get(PRIOR_REPORTS) + Math.max(0.0, reports.valueAt(now, HALF_LIFE) - raw);
      double hours = (set.get(PRIOR_TIME) + DecayedCounter.exposure(now - first, HALF_LIFE)) / HOUR;
      double surprise = GammaPoisson.surprise(shape, hours, raw, 1.0);
      List<Entry> reporters = ReportBook.byReporter(hour);
      double mass = ReportBook.mass(hour, ReporterPrior.of(set));
      long fresh = reporters.stream().filter(r -> r.reporterAge() < set.get(NEW_AGE)).count();
      double newShare = (double) fresh / reporters.size();
      double overlap = overlap(reporters);
      if (surprise >= set.get(SURPRISE)
          && mass / reporters.size() <= set.get(CREDIBILITY)
          && (newShare >= set.get(NEW_SHARE) || overlap >= set.get(OVERLAP))) {
        brigadeAt = now;
        double[] found = {raw, reporters.size(), surprise, mass, newShare, overlap};
        System.arraycopy(found, 0, evidence, 0, EVIDENCE);
      }
    }

    /** The mean over pairs; 0 where fewer than half of the reporters can be compared. */
    private static double overlap(List<Entry> reporters) {
      long[] sketches =
          reporters.stream().mapToLong(r -> r.standing().targets()).filter(s -> s != 0).toArray();
      if (sketches.length < 2 || sketches.length * 2 < reporters.size()) {
        return 0;
      }
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < sketches.length; i++) {
        for (int j = i + 1; j < sketches.length; j++) {
          sum += TargetSketch.similarity(sketches[i], sketches[j]);
          pairs++;
        }
      }
      return sum / pairs;
    }

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      return brigadeAt != NEVER && creator.now() - brigadeAt < set.get(PROTECTS)
          ? new Finding((long) evidence[0], evidence.clone())
          : null;
    }

    /** Of an account whose age is known, whether anybody has ever reported it or not. */
    @Override
    public @Nullable Observed observed(CreatorView creator, long since) {
      long now = creator.now();
      long seen = Math.min(creator.ageMillis(), now - since);
      return seen < Fitting.LEAST_SEEN
          ? null
          : Observed.over(reports.valueAt(now, HALF_LIFE), seen, HALF_LIFE);
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      List<StateFact> facts = new ArrayList<>();
      facts.add(
          StateFact.fraction(
              "reports, halved every 30 days", reports.valueAt(creator.now(), HALF_LIFE)));
      if (first != Long.MAX_VALUE) {
        facts.add(StateFact.time("first report", first));
      }
      if (brigadeAt != NEVER) {
        facts.add(StateFact.time("newest report of a brigade", brigadeAt));
        facts.add(StateFact.whole("its reports within an hour", (long) evidence[0]));
        facts.add(StateFact.whole("by so many", (long) evidence[1]));
      }
      return facts;
    }

    @Override
    public void write(ByteWriter out, long now) {
      if (first == Long.MAX_VALUE) {
        return;
      }
      out.octet(Formats.FIRST);
      reports.write(out);
      out.signed(first);
      if (brigadeAt < now - MEMORY) {
        out.octet(0);
        return;
      }
      out.octet(1).signed(brigadeAt);
      for (double value : evidence) {
        out.fraction(value);
      }
    }
  }
}
