package io.earshot.scoring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param rows raw scores of every row, in the request's order; empty if unscored. Shared with the
 *     cache, so never changed
 * @param unscored why there are none, null when there are
 */
public record Answer(List<float[]> rows, @Nullable UnscoredReason unscored) {

  static Answer scored(float[][] rows) {
    return new Answer(List.of(rows), null);
  }

  static Answer unscored(UnscoredReason reason) {
    return new Answer(List.of(), reason);
  }
}
