package io.earshot.job.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Every copy of every script, and which of them is next. */
final class Schedule {

  /** Their sounds are long, and not what traffic of a thousand copies is to be slow by. */
  private static final int MOST_SOUNDING_COPIES = 10;

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparingInt(Entry::order));

  Schedule(List<Scenario> scenarios) {
    for (int i = 0; i < scenarios.size(); i++) {
      entries.add(new Entry(scenarios.get(i), i, 0));
    }
  }

  /** The scripts that play at a rate. */
  static Schedule at(double eventsPerSecond, TrafficPack pack, Cast cast, Dice dice) {
    List<Scenario> scenarios = new ArrayList<>();
    int copies = Tempo.copies(eventsPerSecond);
    for (int copy = 0; copy < copies; copy++) {
      Tempo tempo = Tempo.of(eventsPerSecond, copy);
      Dice own = dice.at(copy);
      String suffix = "/" + copy;
      scenarios.add(new SlowDrip(pack, tempo, cast, own.at(1), "slow-drip" + suffix));
      scenarios.add(new LinkSpam(pack, tempo, cast, own.at(2), "link-spam" + suffix));
      scenarios.add(new SponsoredShow(pack, tempo, cast, own.at(3), "sponsored-show" + suffix));
      scenarios.add(new EditAfterApproval(pack, tempo, cast, own.at(4), "edit" + suffix));
      scenarios.add(new TypoFix(pack, tempo, cast, own.at(5), "typo-fix" + suffix));
      scenarios.add(new UploadFlood(pack, tempo, cast, own.at(6), "upload-flood" + suffix));
      scenarios.add(new AlbumDelivery(pack, tempo, cast, own.at(7), "album-delivery" + suffix));
      Script.Stage stage = new Script.Stage(pack, tempo, cast, own.at(8), suffix);
      scenarios.addAll(AbuseScripts.on(stage));
      scenarios.addAll(HonestScripts.on(stage));
      scenarios.addAll(NetworkScripts.on(stage));
      scenarios.addAll(LinkScripts.on(stage));
      scenarios.addAll(ReportScripts.on(stage));
      scenarios.addAll(ReturnScripts.on(stage));
      scenarios.addAll(UploadStreams.on(stage));
      if (copy < MOST_SOUNDING_COPIES) {
        scenarios.addAll(SoundScripts.on(stage));
        scenarios.addAll(ReturnScripts.sounding(stage));
      }
    }
    return new Schedule(scenarios);
  }

  /** The longest due play, taken off the schedule, or null if none is due. */
  @Nullable Staged due(long offsetMillis) {
    Entry next = entries.peek();
    if (next == null || next.due() > offsetMillis) {
      return null;
    }
    entries.remove();
    entries.add(new Entry(next.scenario(), next.order(), next.n() + 1));
    return new Staged(next.scenario().name(), next.scenario().play(next.n()));
  }

  private record Entry(Scenario scenario, int order, long n) {
    long due() {
      return scenario.dueMillis(n);
    }
  }
}
