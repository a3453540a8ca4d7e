package io.earshot.job.traffic;

import io.earshot.id.Ids;
import io.earshot.schemas.avro.CreatorEventKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Labelled traffic without an end, in the order of event time: the same events, byte for byte, for
 * the same seed, start and rate.
 *
 * <p>Content is published in slots of {@code 1/rate} seconds, at a moment within the slot that the
 * seed decides. A slot belongs to the script that is due the longest, else to the background crowd.
 * Creators come on top of the rate: one CREATED event, at a full tenth of a second and before any
 * content of that tenth, so that it precedes the creator's first content in event time. So do
 * reports, and accounts that are closed.
 *
 * <p>At 20 events a second every script has begun and ended within the first minute; the first
 * violation is published within the first two seconds. Not for use by several threads.
 */
public final class Traffic implements Iterator<TrafficEvent> {

  /** Content events a second that are meant to be watched. */
  public static final double DEFAULT_RATE = 20.0;

  /** Labels that are true of a creator and its items together, and of no item alone. */
  public static final Set<String> CREATOR_POLICIES =
      Set.of(
          "INT.FLOOD",
          "INT.SHORTTRACK",
          "INT.DUPLICATE",
          "INT.KEYWORD",
          "INT.COMMENT",
          "INT.RING",
          "DEC.IMPERSON");

  /**
   * The detectors that are made for what a script does, by the script's name; known media among
   * them.
   */
  public static final Map<String, Set<String>> DETECTORS =
      Map.ofEntries(
          Map.entry("upload-flood", Set.of("D01")),
          Map.entry("synthetic-flood", Set.of("D02")),
          Map.entry("same-sound", Set.of("D03")),
          Map.entry("short-tracks", Set.of("D05")),
          Map.entry("split-release", Set.of("D06")),
          Map.entry("keyword-stuffing", Set.of("D10")),
          Map.entry("link-spam", Set.of("D11")),
          Map.entry("edit-after-approval", Set.of("D12")),
          Map.entry("slow-drip", Set.of("D13")),
          Map.entry("comment-spam", Set.of("D17")),
          // To set it back to what is forbidden is an edit that evades, too.
          Map.entry("title-abuse", Set.of("D18", "D12")),
          // Who is paid like somebody who was closed evades a ban, whoever else does.
          Map.entry("account-ring", Set.of("D15", "D19")),
          Map.entry("ban-evasion", Set.of("D19")),
          Map.entry("re-offender", Set.of("D14")),
          // What was removed was removed for its link.
          Map.entry("altered-copies", Set.of(Findings.KNOWN_MEDIA)),
          Map.entry("removed-sound", Set.of("D04", "D11")),
          Map.entry("another-sound", Set.of("D11")),
          Map.entry("report-brigade", Set.of("D16")),
          Map.entry("link-crowd", Set.of("D11")),
          Map.entry("blocked-links", Set.of("D11")),
          Map.entry("claim-abuse", Set.of("D20")),
          Map.entry("dormant-takeover", Set.of("D21")),
          Map.entry(PlayScripts.FARM, Set.of("D07a", "D07b", "D07c")),
          // Its plays are artificial too, whoever ordered them.
          Map.entry(PlayScripts.VICTIM, Set.of("D07a", "D07b")));

  /**
   * Detectors of what comes back: they have something to find only in an item that breaks {@link
   * #EVASION}, and what a script plays before that is what they remember.
   */
  public static final Set<String> OF_RETURNS = Set.of("D04", "D12", "D14");

  /** What an item breaks that comes back. */
  public static final String EVASION = "INT.CIRCUMVENT";

  /** The most content events a second that keep distinct places in time worth the name. */
  public static final double HIGHEST_RATE = 1_000_000.0;

  /** Above so many copies of the scripts, nobody of the others has a past. */
  private static final int MOST_PAST_COPIES = 10;

  private static final long BLOCK_MILLIS = 100;
  private static final long OPENING_MILLIS = 1_000;

  private final long startMillis;
  private final double eventsPerSecond;
  private final Dice jitter;
  private final Background background;
  private final Schedule schedule;
  private final EventWriter writer;
  private final List<TrafficEvent> past;
  private final List<TrafficEvent> pastPlays;
  private final Deque<TrafficEvent> ready = new ArrayDeque<>();
  private long slot;
  private boolean opened;

  /**
   * Traffic of the pack that comes with the job.
   *
   * @param start event time before which nothing happens; truncated to milliseconds
   * @param eventsPerSecond content events a second of event time
   * @throws IllegalArgumentException if the rate is not above 0 and at most {@link #HIGHEST_RATE}
   */
  public Traffic(long seed, Instant start, double eventsPerSecond) {
    this(TrafficPack.bundled(), seed, start, eventsPerSecond);
  }

  /**
   * Traffic of a pack.
   *
   * @param start event time before which nothing happens; truncated to milliseconds
   * @param eventsPerSecond content events a second of event time
   * @throws IllegalArgumentException if the rate is not above 0 and at most {@link #HIGHEST_RATE}
   * @throws InvalidPackException if the pack lacks items that a script plays
   */
  public Traffic(TrafficPack pack, long seed, Instant start, double eventsPerSecond) {
    if (!(eventsPerSecond > 0 && eventsPerSecond <= HIGHEST_RATE)) {
      throw new IllegalArgumentException(
          "rate is "
              + eventsPerSecond
              + " events a second; it must be above 0 and at most "
              + (long) HIGHEST_RATE);
    }
    this.startMillis = start.toEpochMilli();
    this.eventsPerSecond = eventsPerSecond;
    Dice dice = new Dice(seed);
    String run = Ids.of("traffic-run", seed, startMillis, eventsPerSecond);
    Cast cast = new Cast(run, dice.at("cast"), startMillis);
    this.jitter = dice.at("jitter");
    this.background = new Background(pack, eventsPerSecond, cast, dice.at("background"));
    this.schedule = Schedule.at(eventsPerSecond, pack, cast, dice.at("scripts"));
    this.writer = new EventWriter(dice.at("media"));
    this.pastPlays = PlayScripts.past(cast, Instant.ofEpochMilli(startMillis));
    this.past = past(pack, cast, dice.at("past"));
  }

  private List<TrafficEvent> past(TrafficPack pack, Cast cast, Dice dice) {
    Instant start = Instant.ofEpochMilli(startMillis);
    int copies = Math.min(MOST_PAST_COPIES, Tempo.copies(eventsPerSecond));
    List<TrafficEvent> all =
        new ArrayList<>(SleepingAccounts.past(pack, copies, cast, writer, start));
    all.addAll(UploadStreams.past(pack, copies, cast, dice, writer, start));
    return List.copyOf(all);
  }

  /** The id of the event that publishes a version of some content. */
  public static String eventId(String contentId, long version) {
    return Ids.of("traffic-event", contentId, version);
  }

  /**
   * What some creators did months and days before the start, in the order of event time. It belongs
   * before all other events, into the topics too: behind them it comes too late. Traffic without it
   * is whole, but for accounts that nothing tells to have slept, or to have published for days.
   */
  public List<TrafficEvent> past() {
    return past;
  }

  /**
   * What was played in the three days before the start, up to the full hour, in the order of event
   * time: some thousand records, however high the rate.
   */
  public List<TrafficEvent> pastPlays() {
    return pastPlays;
  }

  /** Always true. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public TrafficEvent next() {
    @Nullable TrafficEvent next = ready.poll();
    while (next == null) {
      playBlock();
      next = ready.poll();
    }
    return next;
  }

  private void playBlock() {
    long block = offsetMillis(slot) / BLOCK_MILLIS;
    Instant opensAt = Instant.ofEpochMilli(startMillis + block * BLOCK_MILLIS);
    List<TrafficEvent> contents = new ArrayList<>();
    for (long offset = offsetMillis(slot);
        offset / BLOCK_MILLIS == block;
        offset = offsetMillis(++slot)) {
      Staged staged = stage(offset);
      for (Aside aside : staged.play().extras().asides()) {
        ready.add(writer.aside(aside, staged.scenario(), opensAt));
      }
      if (staged.play().opens()) {
        ready.add(writer.account(staged, CreatorEventKind.CREATED, opensAt));
      }
      contents.add(writer.published(staged, Instant.ofEpochMilli(startMillis + offset)));
    }
    ready.addAll(contents);
  }

  private Staged stage(long offset) {
    if (!opened && offset >= OPENING_MILLIS) {
      opened = true;
      return background.opening(slot, offset);
    }
    @Nullable Staged scripted = schedule.due(offset);
    return scripted != null ? scripted : background.play(slot, offset);
  }

  /** When a slot plays, milliseconds after the start; never at the first one of a block. */
  private long offsetMillis(long n) {
    double slots = n + 0.1 + 0.8 * jitter.at(n).unit();
    long offset = (long) (slots * 1_000 / eventsPerSecond);
    return offset % BLOCK_MILLIS == 0 ? offset + 1 : offset;
  }
}
