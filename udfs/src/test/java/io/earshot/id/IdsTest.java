package io.earshot.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Ids against vectors of an independent implementation (Python's uuid.uuid5). */
class IdsTest {

  @Test
  void ids_are_uuids_of_version_5_below_our_namespace() {
    assertThat(Ids.of("decision")).isEqualTo("e0c72f55-91ef-5797-b5e9-f44f6453fdc3");
    assertThat(Ids.of("decision", "TRACK", "t-1", 1, "HAT.HATE", "1.0.0", "e-1"))
        .isEqualTo("803e5810-91ee-54de-a51c-669a95824b5e");
    assertThat(Ids.of("audit", "Ünïcödé 🎧", "")).isEqualTo("50d9c89e-980a-573f-94aa-836af9cde46d");
    assertThat(Ids.of("x", "a", "bc")).isEqualTo("e465ba9c-3c29-5570-8ff9-8fb4bf5a169b");
    assertThat(Ids.of("x", "ab", "c")).isEqualTo("0ab60bb1-95ab-54eb-87c6-daafe6ac4642");
  }

  @Property
  void parts_that_differ_give_ids_that_differ(
      @ForAll List<String> one, @ForAll List<String> other) {
    boolean same = one.equals(other);
    boolean printable =
        (String.join("", one) + String.join("", other)).chars().noneMatch(c -> c >= 0xD800);
    if (printable || same) {
      assertThat(Ids.of("k", one.toArray()).equals(Ids.of("k", other.toArray()))).isEqualTo(same);
    }
  }

  @Property
  void parts_never_run_together(@ForAll String left, @ForAll String right) {
    if (!right.isEmpty()) {
      assertThat(Ids.of("k", left + right)).isNotEqualTo(Ids.of("k", left, right));
      assertThat(Ids.of("k", left + right, "")).isNotEqualTo(Ids.of("k", left, right));
    }
  }
}
