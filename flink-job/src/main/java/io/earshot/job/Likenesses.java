package io.earshot.job;

import io.earshot.matching.FingerprintedItem;
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

  /** What each sound sounds like, for its creator's window. */
  static DataStream<Activity> of(DataStream<FingerprintedItem> sounds) {
    return sounds
        .flatMap(new SketchFunction())
        .returns(HeardItem.class)
        .uid("sketch-audio")
        .name("Likeness: what sounds sound like")
        .map((HeardItem item) -> Activity.of(item))
        .returns(Activity.class)
        .uid("activity-likeness")
        .name("Route to creator: likeness");
  }
}
