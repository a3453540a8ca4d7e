package io.earshot.risk.network;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.risk.LinkCrowd;
import io.earshot.stats.Hash64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Who links to one host, and what creators who link leave with hosts. */
class CrowdTest {

  private static final long HOST = Hash64.of("host.example");
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private Crowd crowd = Crowd.of(HOST, new byte[0]);

  private void link(String creatorId, long time, long age) {
    crowd.fold(new LinkNote(HOST, creatorId, time, age < 0 ? 0 : time - age, false));
    crowd = Crowd.of(HOST, crowd.toBytes());
  }

  @Test
  void creators_of_a_day_count_once_each() {
    link("a", T0, DAY);
    link("b", T0 + MINUTE, DAY);
    link("b", T0 + 2 * MINUTE, DAY);
    assertThat(crowd.now().creators()).isEqualTo(2);

    link("c", T0 + DAY, DAY);
    assertThat(crowd.now().creators()).isEqualTo(2);
    link("c", T0 + 3 * DAY, DAY);
    assertThat(crowd.now().creators()).isEqualTo(1);
  }

  @Test
  void the_median_age_is_that_of_accounts_whose_age_is_known_if_most_are() {
    link("a", T0, DAY);
    assertThat(crowd.now().medianAgeMillis()).isEqualTo(DAY);
    link("b", T0, -1);
    assertThat(crowd.now().medianAgeMillis()).isEqualTo(-1);
    link("c", T0, 9 * DAY);
    // In doubt, the older one of the middle two.
    assertThat(crowd.now().medianAgeMillis()).isEqualTo(9 * DAY);
  }

  @Test
  void a_host_of_everybody_costs_no_more_than_a_sample_and_keeps_its_median() {
    for (int i = 0; i < 20_000; i++) {
      // One in four is new.
      link("creator-" + i, T0 + i, i % 4 == 0 ? DAY : 700 * DAY);
    }
    assertThat(crowd.toBytes().length).isLessThan(1_300);
    assertThat(crowd.now())
        .isEqualTo(new LinkCrowd(HOST, LinkCrowd.MOST_CREATORS, crowd.now().medianAgeMillis()));
    assertThat(crowd.now().medianAgeMillis()).isBetween(700 * DAY, 701 * DAY);
  }

  @Test
  void erasure_is_found_by_every_host_of_a_day() {
    Linker linker = Linker.of("ada", new byte[0], T0);
    linker.made(T0 - DAY, T0);
    linker.link(HOST, T0 + 1);
    linker.link(7, T0 + 2);
    linker.notes().stream().filter(note -> note.host() == HOST).forEach(crowd::fold);
    assertThat(crowd.toBytes()).isNotEmpty();

    Linker later = Linker.of("ada", linker.toBytes(), T0 + 10_000);
    later.erase(T0 + 3);

    assertThat(later.notes()).extracting(LinkNote::host).containsExactly(HOST, 7L);
    later.notes().stream().filter(note -> note.host() == HOST).forEach(crowd::fold);
    assertThat(crowd.toBytes()).isEmpty();
    assertThat(later.toBytes()).isEmpty();
  }

  @Test
  void a_creator_keeps_the_hosts_of_a_day_and_the_age_of_the_account() {
    Linker linker = Linker.of("ada", new byte[0], T0);
    linker.made(T0 - DAY, T0);
    for (int i = 0; i <= Linker.MOST_HOSTS; i++) {
      linker.link(i, T0 + i);
    }
    assertThat(linker.notes())
        .filteredOn(LinkNote::forget)
        .extracting(LinkNote::host)
        .containsExactly(0L);
    assertThat(linker.notes()).filteredOn(note -> !note.forget()).hasSize(Linker.MOST_HOSTS);

    Linker later = Linker.of("ada", linker.toBytes(), T0 + 2 * DAY);
    later.link(99, T0 + 2 * DAY);
    assertThat(later.notes())
        .extracting(LinkNote::host, LinkNote::createdAt)
        .containsExactly(tuple(99L, T0 - DAY));
    assertThat(later.toBytes().length).isLessThan(30);
  }

  /** As long as all are kept, it does not matter in which order they come. */
  @Property(tries = 200)
  void a_crowd_is_the_same_in_any_order(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 30) Integer> creators,
      @ForAll long seed) {
    List<LinkNote> notes = new ArrayList<>();
    for (int i = 0; i < creators.size(); i++) {
      int creator = creators.get(i);
      // One link a creator and time, as a window says it.
      notes.add(new LinkNote(HOST, "c" + creator, T0 + creator * MINUTE, T0 - creator, false));
    }
    Crowd inOrder = Crowd.of(HOST, new byte[0]);
    notes.forEach(inOrder::fold);
    Collections.shuffle(notes, new Random(seed));
    Crowd shuffled = Crowd.of(HOST, new byte[0]);
    notes.forEach(shuffled::fold);

    assertThat(shuffled.toBytes()).isEqualTo(inOrder.toBytes());
  }
}
