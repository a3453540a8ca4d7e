package io.earshot.matching;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Tells what sounds sound like; sounds in which there is too little are passed over. */
public final class SketchFunction implements FlatMapFunction<FingerprintedItem, HeardItem> {

  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(FingerprintedItem item, Collector<HeardItem> out) {
    MediaFingerprints prints = item.prints();
    if (prints == null || prints.sounds().isEmpty()) {
      return;
    }
    AudioFingerprint sound = prints.sounds().get(0);
    SoundSketch sketch = SoundSketch.of(sound);
    if (sketch != null) {
      out.collect(HeardItem.of(item.item().content(), sketch, SoundBands.of(sound)));
    }
  }
}
