package io.earshot.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Which creators something in canary is tried on. */
class CreatorShareTest {

  @Property
  void a_larger_share_has_all_creators_of_a_smaller_one(
      @ForAll String creator,
      @ForAll @DoubleRange(min = 0.01, max = 99.99) double one,
      @ForAll @DoubleRange(min = 0.01, max = 99.99) double other) {
    boolean inSmaller = CreatorShare.includes("HAT.HATE", creator, Math.min(one, other));
    boolean inLarger = CreatorShare.includes("HAT.HATE", creator, Math.max(one, other));

    assertThat(inLarger || !inSmaller).isTrue();
  }

  @Test
  void a_share_is_about_as_large_as_it_says() {
    for (double percent : new double[] {1, 10, 50, 99}) {
      double found =
          100.0
              * IntStream.range(0, 20_000)
                  .filter(i -> CreatorShare.includes("HAT.HATE", "creator-" + i, percent))
                  .count()
              / 20_000;

      // Four standard deviations of a share of that many.
      assertThat(found)
          .isCloseTo(
              percent,
              org.assertj.core.data.Offset.offset(
                  4 * Math.sqrt(percent * (100 - percent) / 20_000)));
    }
  }

  @Test
  void two_policies_are_tried_on_different_creators() {
    long both =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "creator-" + i)
            .filter(c -> CreatorShare.includes("HAT.HATE", c, 10))
            .filter(c -> CreatorShare.includes("HAR.HARASS", c, 10))
            .count();

    assertThat(both).isBetween(60L, 140L);
  }
}
