package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Where known sounds lie in one that is asked about. */
class SoundIndexTest {

  private static final int KNOWN = 240;

  /** Of 40 minutes, so that it is asked about in many parts. */
  private static final int LONG = 20_000;

  private static int[] noise(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] prints = new int[length];
    for (int i = 0; i < length; i++) {
      prints[i] = random.nextInt();
    }
    return prints;
  }

  @Property(tries = 40)
  void a_known_sound_is_found_wherever_it_lies_in_a_long_one(
      @ForAll @IntRange(max = LONG - KNOWN) int at) {
    SoundIndex.Builder builder = new SoundIndex.Builder();
    for (int i = 0; i < 20; i++) {
      builder.add(AudioFingerprint.of(noise(i, KNOWN)));
    }
    int[] query = noise(1_000, LONG);
    System.arraycopy(noise(7, KNOWN), 0, query, at, KNOWN);

    assertThat(builder.build().search(AudioFingerprint.of(query)))
        .singleElement()
        .satisfies(
            hit -> {
              assertThat(hit.number()).isEqualTo(7);
              assertThat(hit.stretch().queryStart()).isEqualTo(at);
              assertThat(hit.stretch().meanBits()).isZero();
            });
  }
}
