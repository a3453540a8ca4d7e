package io.earshot.job;

import io.earshot.matching.BandFunction;
import io.earshot.matching.BandItem;
import io.earshot.matching.FingerprintedItem;
import io.earshot.matching.FirstHeardFunction;
import io.earshot.matching.HeardBefore;
import io.earshot.matching.HeardItem;
import io.earshot.matching.SketchFunction;
import io.earshot.risk.Activity;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The part of the graph that knows what sounds like what: from the fingerprints of sounds to the
 * creator's window, past scoring.
 */
final class Likenesses {

  private Likenesses() {}

  /** What each sound sounds like. */
  static DataStream<HeardItem> heard(DataStream<FingerprintedItem> sounds) {
    return sounds
        .flatMap(new SketchFunction())
        .returns(HeardItem.class)
        .uid("sketch-audio")
        .name("Likeness: what sounds sound like");
  }

  /**
   * What each sound sounds like and who was first with it, for its creator's window.
   *
   * @param forgotten whose sounds are to be forgotten, by band
   */
  static DataStream<Activity> of(
      DataStream<HeardItem> heard, DataStream<BandItem> forgotten, JobConfig config) {
    DataStream<Activity> first =
        heard
            .flatMap(new BandFunction())
            .returns(BandItem.class)
            .uid("bands-audio")
            .name("Likeness: route to bands")
            .union(forgotten)
            .keyBy(BandItem::band)
            .process(
                new FirstHeardFunction(
                    config.time().window().toMillis(),
                    config.matching().reuploadMemory().toMillis()))
            .uid("first-heard")
            .name("Likeness: who was first, by band")
            .map((HeardBefore before) -> Activity.of(before))
            .returns(Activity.class)
            .uid("activity-first-heard")
            .name("Route to creator: heard before");
    return heard
        .map((HeardItem item) -> Activity.of(item))
        .returns(Activity.class)
        .uid("activity-likeness")
        .name("Route to creator: likeness")
        .union(first);
  }
}
