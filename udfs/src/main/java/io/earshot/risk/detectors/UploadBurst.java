package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.ContentKind;
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
import io.earshot.risk.RiskGroup;
import io.earshot.risk.StateFact;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayedCounter;
import io.earshot.stats.GammaPoisson;
import io.earshot.stats.Observed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D01: more uploads within an hour than the creator's own past makes likely, or more within a day
 * than anybody makes.
 *
 * <p>It fires at {@code k1h >= uploads1h} and a surprise (see {@link GammaPoisson}) of at least
 * {@code surprise} over the creator's rate before this hour; or at {@code k24h >= youngUploads24h}
 * while the account is younger than {@code youngAge}; or at {@code k24h >= uploads24h}. For trusted
 * licensors the counts are multiplied. Where the age of the account is not known, its past has to
 * be seen for {@code priorTime} before anything is a surprise. State: the creator's uploads halved
 * every 30 days, and the time of the first, about 25 bytes.
 */
public final class UploadBurst implements Detector {

  private static final Parameter UPLOADS_1H =
      Parameter.count("uploads1h", "uploads within an hour from which on it asks for the surprise");
  private static final Parameter SURPRISE =
      Parameter.number(
          "surprise", "-log10 of how likely as many uploads are by the creator's past");
  private static final Parameter YOUNG_UPLOADS_24H =
      Parameter.count("youngUploads24h", "uploads within a day by a young account");
  private static final Parameter YOUNG_AGE =
      Parameter.duration("youngAge", "until when an account is young");
  private static final Parameter UPLOADS_24H =
      Parameter.count("uploads24h", "uploads within a day by any account");
  private static final Parameter TRUSTED_FACTOR =
      Parameter.number("trustedFactor", "by what the counts are multiplied for trusted licensors");
  private static final Parameter PRIOR_UPLOADS =
      Parameter.positive(
              "priorUploads", "a0 of the prior: uploads of a creator of whom none is known")
          .fitted();
  private static final Parameter PRIOR_TIME =
      Parameter.duration("priorTime", "b0 of the prior: the time in which these are made").fitted();

  private static final List<Parameter> PARAMETERS =
      List.of(
          UPLOADS_1H,
          SURPRISE,
          YOUNG_UPLOADS_24H,
          YOUNG_AGE,
          UPLOADS_24H,
          TRUSTED_FACTOR,
          PRIOR_UPLOADS,
          PRIOR_TIME);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D01",
          "upload_burst",
          "INT.FLOOD",
          RiskGroup.VELOCITY,
          "more uploads than the creator's past makes likely",
          PARAMETERS,
          List.of(
              Evidence.whole("uploads1h", "uploads within about an hour"),
              Evidence.whole("uploads24h", "uploads within about a day"),
              Evidence.fraction("expected1h", "uploads an hour that its past made likely"),
              Evidence.fraction("surprise", "-log10 of how likely as many within an hour were")));

  private static final Fitting FITTING = Fitting.gamma(PRIOR_UPLOADS, PRIOR_TIME);

  private static final long HALF_LIFE = Duration.ofDays(30).toMillis();
  private static final double HOUR = Duration.ofHours(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.version() == 1 && content.kind() != ContentKind.COMMENT;
  }

  @Override
  public Fitting fitting() {
    return FITTING;
  }

  @Override
  public DetectorState start() {
    return new State(DecayedCounter.ZERO, Long.MAX_VALUE);
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D01", in);
    return new State(DecayedCounter.read(in), in.signed());
  }

  private static final class State implements DetectorState {

    private DecayedCounter uploads;
    private long first;

    State(DecayedCounter uploads, long first) {
      this.uploads = uploads;
      this.first = first;
    }

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      long now = creator.now();
      uploads = uploads.add(1.0, now, HALF_LIFE);
      first = Math.min(first, now);
      double factor = creator.isTrustedLicensor() ? set.get(TRUSTED_FACTOR) : 1.0;
      long lastHour = creator.uploadsLastHour();
      long lastDay = creator.uploadsLast(24);
      boolean many =
          (lastDay >= factor * set.get(YOUNG_UPLOADS_24H)
                  && creator.isYoungerThan(set.get(YOUNG_AGE)))
              || lastDay >= factor * set.get(UPLOADS_24H);
      if (!many && lastHour < factor * set.get(UPLOADS_1H)) {
        return null;
      }
      double shape =
          set.get(PRIOR_UPLOADS) + Math.max(0.0, uploads.valueAt(now, HALF_LIFE) - lastHour);
      double hours = (set.get(PRIOR_TIME) + DecayedCounter.exposure(now - first, HALF_LIFE)) / HOUR;
      // Of a creator of whom neither the age nor a past is known, nothing can be a surprise.
      boolean hasPast = creator.ageMillis() >= 0 || now - first >= set.get(PRIOR_TIME);
      double surprise = hasPast ? GammaPoisson.surprise(shape, hours, lastHour, 1.0) : 0.0;
      return many || (hasPast && surprise >= set.get(SURPRISE))
          ? new Finding(Math.max(lastHour, lastDay), lastHour, lastDay, shape / hours, surprise)
          : null;
    }

    /**
     * From the first upload on and without it, since it says when it began and not how often: so
     * the age of the account need not be known. Uploads that come in batches differ more than by
     * chance; that counts as creators who differ, and makes the prior weaker, never stronger.
     */
    @Override
    public @Nullable Observed observed(CreatorView creator, long since) {
      long now = creator.now();
      if (first > now - Fitting.LEAST_SEEN) {
        return null;
      }
      double later =
          uploads.valueAt(now, HALF_LIFE) - DecayedCounter.factor(now - first, HALF_LIFE);
      return Observed.over(Math.max(0.0, later), now - first, HALF_LIFE);
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.fraction(
              "uploads, halved every 30 days", uploads.valueAt(creator.now(), HALF_LIFE)),
          StateFact.time("first upload", first));
    }

    @Override
    public void write(ByteWriter out, long now) {
      out.octet(Formats.FIRST);
      uploads.write(out);
      out.signed(first);
    }
  }
}
