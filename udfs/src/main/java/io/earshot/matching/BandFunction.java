package io.earshot.matching;

import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Sends what a sound is like to each of its bands; a band that it has twice once. */
public final class BandFunction implements FlatMapFunction<HeardItem, BandItem> {

  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(HeardItem item, Collector<BandItem> out) {
    HeardItem alone = item.withoutBands();
    List<Long> bands = item.bands();
    for (int i = 0; i < bands.size(); i++) {
      if (bands.indexOf(bands.get(i)) == i) {
        out.collect(BandItem.of(bands.get(i), alone));
      }
    }
  }
}
