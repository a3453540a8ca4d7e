package io.earshot.risk;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.CreatorSignal;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayedCounter;
import io.earshot.stats.Hash64;
import io.earshot.stats.SlidingCount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a creator while one window is folded. Between windows it is {@link #toBytes()
 * bytes}: statistics and hashes, no text, no media, and no ids but those of accounts that people
 * have dealt with and with which it shares something. An ordinary creator takes 100 to 300 bytes,
 * one who publishes a sound a week up to 600, and whoever does all at once 16 KiB.
 *
 * <p>Each event is folded in canonical order. What is known of a time is made of what is kept, and
 * what people overturn is not taken off a sum but out of what the sum is made of ({@link
 * ItemLedger}, {@link Firings}).
 *
 * <p>The bytes begin with a version; behind it, each part has a tag and its length, so that a later
 * version may add parts, and a detector that is gone is passed over.
 */
public final class CreatorProfile implements CreatorView {

  /**
   * From this family score on an item counts towards the family's mass: below it, the sum would
   * measure diligence and not harm.
   */
  public static final double BORDERLINE = 0.3;

  /** How long items and decisions are kept: somewhat longer than a decision can be appealed. */
  public static final Duration MEMORY_DURATION = Duration.ofDays(200);

  /** Most borderline and worse items, and most decisions, that are kept one by one. */
  public static final int MOST_ITEMS = ItemLedger.MOST;

  static final long MEMORY = MEMORY_DURATION.toMillis();

  /**
   * After this time without any event nothing is known of a creator any more: by then, everything
   * that decays has halved thirteen times.
   */
  public static final Duration RETENTION = Duration.ofDays(400);

  /** Half-life of everything that decays: a month of good conduct halves the past. */
  static final long HALF_LIFE = Duration.ofDays(30).toMillis();

  static final long FINE_BUCKET = Duration.ofMinutes(5).toMillis();
  static final int FINE_SPAN = 12;
  static final long COARSE_BUCKET = Duration.ofHours(1).toMillis();
  static final int COARSE_SPAN = 48;
  static final int DAY_SPAN = 24;

  private long accountCreatedAt;
  private boolean trustedLicensor;
  private String type = "";
  private String channel = "";
  private long lastActive = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;
  private DecayedCounter items = DecayedCounter.ZERO;
  private DecayedCounter withLinks = DecayedCounter.ZERO;
  private SlidingCount uploadsFine = new SlidingCount(FINE_BUCKET, FINE_SPAN);
  private SlidingCount uploadsCoarse = new SlidingCount(COARSE_BUCKET, COARSE_SPAN);
  private SlidingCount reports = new SlidingCount(COARSE_BUCKET, DAY_SPAN);
  private ReportBook book = new ReportBook();
  private Neighbourhoods neighbourhoods = new Neighbourhoods();
  private LinkCrowds crowds = new LinkCrowds();
  private ItemLedger ledger = new ItemLedger();
  private Firings firings = new Firings();
  private DetectorStates detectors = new DetectorStates();

  private long now = Long.MIN_VALUE;
  private long content;
  private long item;
  private Map<Family, Double> scores = Map.of();
  private DomainList blocked = DomainList.NONE;

  /** A creator of whom nothing is known. */
  public CreatorProfile() {}

  /**
   * The profile after a published version, and what rules can ask as of its time; an edit is an
   * item, but not an upload.
   *
   * @param all what the bundle and the priors in effect say
   */
  public CreatorFacts publish(Assessment assessment, RiskSettings all) {
    see(assessment.content().eventTime());
    RiskSettings set = own(all);
    content = Hash64.of(assessment.content().contentId());
    item = Hash64.of(content, assessment.content().version());
    items = items.add(1.0, now, HALF_LIFE);
    if (assessment.content().linkCount() > 0) {
      withLinks = withLinks.add(1.0, now, HALF_LIFE);
    }
    if (assessment.content().version() == 1 && assessment.content().kind() != ContentKind.COMMENT) {
      uploadsFine.add(now, 1);
      uploadsCoarse.add(now, 1);
    }
    blocked = set.blocked();
    scores = assessment.familyScores();
    for (Map.Entry<Family, Double> family : scores.entrySet()) {
      if (family.getValue() >= BORDERLINE) {
        ledger.mark(item, family.getKey(), family.getValue(), now);
      }
    }
    List<RiskFacts.Fired> fired = detectors.observe(assessment, this, set, firings, ledger);
    lastActive = Math.max(lastActive, now);
    return facts(set, fired);
  }

  /**
   * What rules can ask about the creator as of a time at which nothing was published, but something
   * found in what was published before. The profile stays as it is.
   */
  public CreatorFacts recall(ContentRef earlier, long time, RiskSettings all) {
    now = time;
    content = Hash64.of(earlier.contentId());
    item = Hash64.of(content, earlier.version());
    scores = Map.of();
    return facts(own(all), List.of());
  }

  /** The profile after a change of the account; an erasure forgets everything. */
  public void change(CreatorSignal.AccountChange change, long time, RiskSettings set) {
    if (change.erase()) {
      erase();
      return;
    }
    see(time);
    accountCreatedAt = change.createdAt() == null ? accountCreatedAt : change.createdAt();
    trustedLicensor = change.trustedLicensor() == null ? trustedLicensor : change.trustedLicensor();
    type = change.creatorType() == null ? type : change.creatorType();
    channel = change.channel() == null ? channel : change.channel();
    if (!change.signals().isEmpty()) {
      detectors.changed(change, this, set);
    }
  }

  private void erase() {
    accountCreatedAt = 0;
    trustedLicensor = false;
    type = "";
    channel = "";
    lastActive = Long.MIN_VALUE;
    newest = Long.MIN_VALUE;
    items = DecayedCounter.ZERO;
    withLinks = DecayedCounter.ZERO;
    uploadsFine = new SlidingCount(FINE_BUCKET, FINE_SPAN);
    uploadsCoarse = new SlidingCount(COARSE_BUCKET, COARSE_SPAN);
    reports = new SlidingCount(COARSE_BUCKET, DAY_SPAN);
    book = new ReportBook();
    neighbourhoods = new Neighbourhoods();
    crowds = new LinkCrowds();
    ledger = new ItemLedger();
    firings = new Firings();
    detectors = new DetectorStates();
  }

  /**
   * The profile after a report about something of the creator's. A report counts; it never acts by
   * itself.
   *
   * @param standing what is known of who reports
   */
  public void report(
      CreatorSignal.Report report, ReporterStanding standing, long time, RiskSettings set) {
    see(time);
    reports.add(time, 1);
    detectors.reported(book.add(report, standing, time), this, own(set));
  }

  /** The profile after another stage told something that no event of the creator says. */
  public void learn(Insight insight, long time) {
    see(time);
    if (insight.neighbourhood() != null) {
      neighbourhoods.learn(insight.neighbourhood());
    }
    if (insight.crowd() != null) {
      crowds.learn(insight.crowd(), time);
    }
  }

  /**
   * Notes a decision on the content version that was published last.
   *
   * @param decisionId a UUID
   * @param family of its policy
   * @param restsOn ids of the detectors that its rule asked for
   * @param removal whether it takes the item away
   */
  public void decided(String decisionId, Family family, List<String> restsOn, Removal removal) {
    ledger.decided(
        new Verdict(
            brief(decisionId), item, content, family, restsOn, now, removal, Verdict.State.MADE),
        firings);
  }

  /**
   * Notes a decision that may be made of the content version that was published last, where only
   * enforcement can tell. It counts once people have spoken of it.
   *
   * @param decisionId a UUID
   * @param family of its policy
   */
  public void leftOpen(String decisionId, Family family) {
    ledger.decided(
        new Verdict(
            brief(decisionId),
            item,
            content,
            family,
            List.of(),
            now,
            Removal.NONE,
            Verdict.State.OPEN),
        firings);
  }

  /**
   * Notes what people said of a decision. An overturned decision, and what it found, is as if it
   * had never been; until somebody upholds it after all. One that is not known waits ten minutes
   * for it.
   */
  public void reviewed(String decisionId, CreatorSignal.ReviewOutcome outcome, long time) {
    Verdict.State said =
        switch (outcome) {
          case OVERTURN -> Verdict.State.OVERTURNED;
          // Something else is to be done about it, so something was there.
          case UPHOLD, MODIFY -> Verdict.State.UPHELD;
          case UNSURE -> null;
        };
    if (said != null) {
      see(time);
      ledger.said(brief(decisionId), said, time);
      firings.reviewed();
    }
  }

  private static long brief(String decisionId) {
    return UUID.fromString(decisionId).getMostSignificantBits();
  }

  /** What holds for a creator of this segment. */
  private RiskSettings own(RiskSettings all) {
    return all.isBySegment() ? all.of(segment()) : all;
  }

  /** What sort of creator it is, as of the event that is looked at. */
  private Segment segment() {
    return new Segment(type, Segment.Tenure.of(ageMillis()), channel);
  }

  private void see(long time) {
    now = time;
    newest = Math.max(newest, time);
  }

  private CreatorFacts facts(RiskSettings set, List<RiskFacts.Fired> fired) {
    double all = items();
    return new CreatorFacts(
        accountCreatedAt == 0
            ? -1.0
            : Finding.round((now - accountCreatedAt) / (double) Duration.ofDays(1).toMillis()),
        trustedLicensor,
        uploadsLastHour(),
        uploadsLast(DAY_SPAN),
        Finding.round(all),
        all == 0.0 ? 0.0 : Finding.round(withLinks.valueAt(now, HALF_LIFE) / all),
        reports.countAt(now),
        ledger.families(now),
        risk(set, fired),
        book.isEmpty()
            ? CreatorFacts.ReportFacts.NONE
            : new CreatorFacts.ReportFacts(
                book.claims(now), Finding.round(book.credible(now, set.reporters()))),
        set.priors());
  }

  private RiskFacts risk(RiskSettings set, List<RiskFacts.Fired> fired) {
    RiskSettings.Level level = set.level();
    if (level == null || firings.isEmpty()) {
      return fired.isEmpty() ? RiskFacts.NONE : new RiskFacts(0, false, List.of(), fired);
    }
    RiskFacts risk = firings.riskAt(now, level, accountCreatedAt, ledger);
    return new RiskFacts(risk.risk(), risk.high(), risk.contributions(), fired);
  }

  /** When the account was made, milliseconds since the epoch; 0 if not known. */
  public long accountCreatedAt() {
    return accountCreatedAt;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Map<Family, Double> scores() {
    return Collections.unmodifiableMap(scores);
  }

  @Override
  public long ageMillis() {
    return accountCreatedAt == 0 ? -1 : Math.max(0, now - accountCreatedAt);
  }

  @Override
  public boolean isTrustedLicensor() {
    return trustedLicensor;
  }

  @Override
  public long lastActive() {
    return lastActive;
  }

  @Override
  public long uploadsLastHour() {
    return uploadsFine.countAt(now);
  }

  @Override
  public long uploadsLast(int hours) {
    return uploadsCoarse.countAt(now, hours);
  }

  @Override
  public double items() {
    return items.valueAt(now, HALF_LIFE);
  }

  @Override
  public FamilyStanding standing(Family family) {
    return ledger.standing(family, now);
  }

  @Override
  public FamilyStanding standing(Family family, double below) {
    return ledger.standing(family, now, below);
  }

  @Override
  public boolean stands(long anItem, Family family) {
    return ledger.stands(anItem, family);
  }

  @Override
  public int standingDecisions(Family family, long since) {
    return ledger.decisions(family, since, false);
  }

  @Override
  public int upheldDecisions(Family family, long since) {
    return ledger.decisions(family, since, true);
  }

  @Override
  public boolean isRemoved(long anItem) {
    return ledger.isRemoved(anItem);
  }

  @Override
  public long lastDecisionOn(long aContent) {
    return ledger.lastDecisionOn(aContent);
  }

  @Override
  public List<Neighbourhood> neighbourhoods() {
    return neighbourhoods.all();
  }

  @Override
  public @Nullable LinkCrowd crowd(long host) {
    return crowds.find(host, now);
  }

  @Override
  public DomainList blocked() {
    return blocked;
  }

  @Override
  public ReportBook reports() {
    return book;
  }

  @Override
  public long item() {
    return item;
  }

  @Override
  public long content() {
    return content;
  }

  /**
   * What it says, for a person who looks at it. Nothing is folded into it afterwards.
   *
   * @param at as of when, milliseconds since the epoch; not before the newest event
   * @param all what a bundle says about risk, and priors if there are any
   */
  public ProfileReport report(long at, RiskSettings all) {
    int bytes = toBytes().length;
    now = at;
    RiskSettings set = own(all);
    RiskFacts risk = risk(set, List.of());
    double published = items();
    double linked = withLinks.valueAt(now, HALF_LIFE);
    return new ProfileReport(
        bytes,
        Instant.ofEpochMilli(newest),
        Instant.ofEpochMilli(at),
        new ProfileReport.Account(
            accountCreatedAt == 0 ? null : Instant.ofEpochMilli(accountCreatedAt),
            trustedLicensor,
            lastActive == Long.MIN_VALUE ? null : Instant.ofEpochMilli(lastActive),
            segment().toString(),
            set.priors()),
        Stream.of(
                List.of(
                    StateFact.whole("uploads within an hour", uploadsLastHour()),
                    StateFact.whole("uploads within 24 hours", uploadsLast(DAY_SPAN)),
                    StateFact.whole("uploads within 48 hours", uploadsLast(COARSE_SPAN)),
                    StateFact.whole("reports within 24 hours", reports.countAt(now))),
                neighbourhoods.facts(),
                crowds.facts(now))
            .flatMap(List::stream)
            .toList(),
        List.of(
            new ProfileReport.Rate(
                "versions with links, of versions published, halved every 30 days",
                Finding.round(linked),
                Finding.round(published),
                published == 0 ? 0 : Finding.round(linked / published))),
        ledger.sums(now),
        ledger.decisions(),
        new ProfileReport.Risk(
            set.level() == null ? null : risk.risk(), risk.high(), risk.contributions()),
        firings.report(ledger),
        detectors.report(this));
  }

  /**
   * What it tells about what is usual. Nothing is folded into it afterwards.
   *
   * @param at as of when, milliseconds since the epoch; not before the newest event
   * @param since from when on certainly everything was seen
   */
  public CreatorSample sample(long at, long since) {
    now = at;
    return new CreatorSample(
        segment(), trustedLicensor, ledger.isAnyUpheld(), detectors.observed(this, since));
  }

  /** When the newest event was that is in it, milliseconds; {@link Long#MIN_VALUE} if none is. */
  public long newest() {
    return newest;
  }

  /** What is kept of it; no bytes where nothing is known. */
  public byte[] toBytes() {
    if (newest == Long.MIN_VALUE) {
      return new byte[0];
    }
    ledger.prune(newest, firings);
    firings.prune(newest);
    ByteWriter out = new ByteWriter();
    out.octet(ProfileFormat.VERSION);
    out.signed(newest);
    ProfileFormat.section(
        out,
        ProfileFormat.ACCOUNT,
        part -> {
          if (accountCreatedAt != 0 || trustedLicensor) {
            part.signed(accountCreatedAt).octet(trustedLicensor ? 1 : 0);
          }
        });
    ProfileFormat.section(
        out,
        ProfileFormat.SEGMENT,
        part -> {
          if (!type.isEmpty() || !channel.isEmpty()) {
            part.block(type.getBytes(StandardCharsets.UTF_8));
            part.block(channel.getBytes(StandardCharsets.UTF_8));
          }
        });
    ProfileFormat.section(
        out,
        ProfileFormat.PUBLISHED,
        part -> {
          if (lastActive != Long.MIN_VALUE) {
            part.signed(newest - lastActive);
            items.write(part);
            withLinks.write(part);
            uploadsFine.write(part, newest);
            uploadsCoarse.write(part, newest);
          }
        });
    ProfileFormat.section(
        out,
        ProfileFormat.REPORTS,
        part -> {
          if (reports.countAt(newest) > 0) {
            reports.write(part, newest);
          }
        });
    ProfileFormat.section(out, ProfileFormat.REPORT_BOOK, part -> book.write(part, newest));
    ProfileFormat.section(
        out, ProfileFormat.REPORT_OVERFLOW, part -> book.writeOverflow(part, newest));
    ProfileFormat.section(
        out, ProfileFormat.NEIGHBOURHOODS, part -> neighbourhoods.write(part, newest));
    ProfileFormat.section(out, ProfileFormat.CROWDS, part -> crowds.write(part, newest));
    ProfileFormat.section(
        out,
        ProfileFormat.LEDGER,
        part -> {
          if (!ledger.isEmpty()) {
            ledger.write(part);
          }
        });
    ProfileFormat.section(out, ProfileFormat.REMOVALS, ledger::writeRemovals);
    ProfileFormat.section(
        out,
        ProfileFormat.FIRINGS,
        part -> {
          if (!firings.isEmpty()) {
            firings.write(part);
          }
        });
    detectors.write(out, newest);
    return out.toBytes();
  }

  /** The profile that was kept, as of its newest event. */
  public static CreatorProfile of(byte[] bytes) {
    CreatorProfile read = new CreatorProfile();
    if (bytes.length == 0) {
      return read;
    }
    ByteReader in = new ByteReader(bytes);
    ProfileFormat.checkVersion(in.octet());
    read.newest = in.signed();
    read.now = read.newest;
    while (in.hasMore()) {
      int tag = in.octet();
      byte[] block = in.block();
      read.section(tag, block);
    }
    return read;
  }

  /**
   * The profile that was kept, for a window of a time: nothing is known any more of a creator of
   * whom there was no event for {@link #RETENTION}.
   *
   * @param windowStart milliseconds since the epoch
   */
  public static CreatorProfile of(byte[] bytes, long windowStart) {
    CreatorProfile read = of(bytes);
    return read.newest != Long.MIN_VALUE && read.newest < windowStart - RETENTION.toMillis()
        ? new CreatorProfile()
        : read;
  }

  private void section(int tag, byte[] block) {
    ByteReader in = new ByteReader(block);
    switch (tag) {
      case ProfileFormat.ACCOUNT -> {
        accountCreatedAt = in.signed();
        trustedLicensor = in.octet() == 1;
      }
      case ProfileFormat.SEGMENT -> {
        type = new String(in.block(), StandardCharsets.UTF_8);
        channel = new String(in.block(), StandardCharsets.UTF_8);
      }
      case ProfileFormat.PUBLISHED -> {
        lastActive = newest - in.signed();
        items = DecayedCounter.read(in);
        withLinks = DecayedCounter.read(in);
        uploadsFine = SlidingCount.read(in, FINE_BUCKET, FINE_SPAN);
        uploadsCoarse = SlidingCount.read(in, COARSE_BUCKET, COARSE_SPAN);
      }
      case ProfileFormat.REPORTS -> reports = SlidingCount.read(in, COARSE_BUCKET, DAY_SPAN);
      case ProfileFormat.REPORT_BOOK -> book = ReportBook.read(in);
      case ProfileFormat.REPORT_OVERFLOW -> book.readOverflow(in);
      case ProfileFormat.NEIGHBOURHOODS -> neighbourhoods = Neighbourhoods.read(in);
      case ProfileFormat.CROWDS -> crowds = LinkCrowds.read(in);
      case ProfileFormat.LEDGER -> ledger = ItemLedger.read(in);
      case ProfileFormat.REMOVALS -> ledger.readRemovals(in);
      case ProfileFormat.FIRINGS -> firings = Firings.read(in);
      case ProfileFormat.DETECTOR -> detectors.read(in);
      default -> {
        // A part of a later version, whose job wrote it and was rolled back: not known here.
      }
    }
  }
}
