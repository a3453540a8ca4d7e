package io.earshot.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.schemas.avro.ContentEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  @Test
  void stretches_leave_out_what_was_before_the_first_and_after_the_last() {
    Progress progress = new Progress();
    for (long count : new long[] {0, 0, 0, 10, 20, 50, 80, 100, 100, 100}) {
      progress.add(count);
    }

    Progress.Stretch whole = progress.whole();
    Progress.Stretch steady = progress.steady();

    assertThat(whole.events()).isEqualTo(100);
    assertThat(steady.events()).isEqualTo(60);
    assertThat(whole.seconds())
        .isEqualTo(progress.samples().get(7).seconds() - progress.samples().get(2).seconds());
    assertThat(steady.seconds())
        .isEqualTo(progress.samples().get(6).seconds() - progress.samples().get(4).seconds());
    assertThat(steady.rate()).isEqualTo(60 / Math.max(steady.seconds(), 1e-9));
  }

  @Test
  void same_seed_gives_the_same_events_and_another_seed_others() {
    assertThat(events(3)).isEqualTo(events(3)).isNotEqualTo(events(4));
  }

  private static List<ContentEvent> events(long seed) {
    SyntheticEvents events = new SyntheticEvents(seed, 100);
    return IntStream.range(0, 200).mapToObj(i -> events.next(Instant.ofEpochMilli(i))).toList();
  }
}
