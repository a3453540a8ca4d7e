package io.earshot.risk.network;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.intake.AccountSignal;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Closure;
import io.earshot.intake.CreatorSignal.Remedy;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.intake.CreatorSignal.ReviewKind;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.stats.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Accounts and the values that they share: who hears of whom. */
class RosterTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final AccountSignal PAYOUT = new AccountSignal(AccountSignal.Type.PAYOUT, "p");
  private static final AccountSignal DEVICE = new AccountSignal(AccountSignal.Type.DEVICE, "d");

  /** Both stages, window by window, with what they keep as bytes. */
  private final Map<String, byte[]> accounts = new TreeMap<>();

  private final Map<String, byte[]> rosters = new TreeMap<>();
  private final Map<String, List<SignalNote>> notes = new TreeMap<>();

  private void fold(String creatorId, long time, Consumer<Account> what) {
    Account account =
        Account.of(creatorId, accounts.getOrDefault(creatorId, new byte[0]), time + 1);
    what.accept(account);
    for (SignalNote note : account.notes()) {
      notes.computeIfAbsent(note.key(), key -> new ArrayList<>()).add(note);
    }
    accounts.put(creatorId, account.toBytes());
  }

  private void uses(String creatorId, long time, AccountSignal... signals) {
    fold(
        creatorId,
        time,
        account -> account.change(new AccountChange(null, null, false, List.of(signals)), time));
  }

  private void closure(String creatorId, long time, Closure closure) {
    fold(
        creatorId,
        time,
        account -> account.change(new AccountChange(null, null, false, List.of(), closure), time));
  }

  private void erase(String creatorId, long time) {
    fold(creatorId, time, account -> account.change(new AccountChange(null, null, true), time));
  }

  private void review(
      String creatorId, long time, String decision, ReviewOutcome outcome, String action) {
    fold(
        creatorId,
        time,
        account ->
            account.review(
                new Review(
                    ReviewKind.REVIEW,
                    null,
                    UUID.nameUUIDFromBytes(new byte[] {(byte) decision.hashCode()}).toString(),
                    outcome,
                    "x",
                    "pool",
                    null,
                    action.isEmpty() ? null : new Remedy(action, null, List.of(), List.of())),
                time));
  }

  // The first of the tries of a property.
  private static byte[] ring = new byte[0];
  private static List<Roster.News> told = List.of();

  private byte[] roster(String key) {
    return Objects.requireNonNull(rosters.get(key), key);
  }

  /** Closes the window: what each account hears, in the order of values and accounts. */
  private List<Roster.News> close() {
    List<Roster.News> news = new ArrayList<>();
    notes.forEach(
        (key, ofValue) -> {
          ofValue.sort(SignalNote.CANONICAL);
          Roster roster = Roster.of(rosters.getOrDefault(key, new byte[0]), T0);
          news.addAll(roster.fold(ofValue));
          rosters.put(key, roster.toBytes());
        });
    notes.clear();
    return news;
  }

  private static List<String> neighbours(Roster.News news) {
    return news.neighbourhood().neighbours().stream().map(Neighbour::creatorId).toList();
  }

  @Test
  void nobody_hears_anything_as_long_as_people_have_dealt_with_nobody() {
    for (int i = 0; i < 10; i++) {
      uses("a" + i, T0 + i, PAYOUT, DEVICE);
    }
    assertThat(close()).isEmpty();
  }

  @Test
  void who_shares_a_value_with_an_account_that_is_closed_hears_of_it_at_that_time() {
    uses("ada", T0, PAYOUT);
    uses("bob", T0 + 1, PAYOUT);
    uses("eve", T0 + 2, DEVICE);
    close();
    closure("bob", T0 + DAY, Closure.TERMINATED);

    assertThat(close())
        .extracting(
            Roster.News::creatorId,
            Roster.News::time,
            news -> news.neighbourhood().degree(),
            RosterTest::neighbours)
        .containsExactly(tuple("ada", T0 + DAY, 2, List.of("bob")));
  }

  @Test
  void who_comes_later_hears_when_they_come_and_the_others_of_the_new_degree() {
    uses("bob", T0, PAYOUT);
    closure("bob", T0 + 1, Closure.TERMINATED);
    close();
    uses("cat", T0 + DAY, PAYOUT);
    assertThat(close())
        .extracting(Roster.News::creatorId, Roster.News::time, RosterTest::neighbours)
        .containsExactly(tuple("cat", T0 + DAY, List.of("bob")));

    uses("dan", T0 + 2 * DAY, PAYOUT);
    assertThat(close())
        .extracting(
            Roster.News::creatorId, Roster.News::time, news -> news.neighbourhood().degree())
        .containsExactly(tuple("cat", T0 + 2 * DAY, 3), tuple("dan", T0 + 2 * DAY, 3));
  }

  @Test
  void a_reinstated_account_and_an_overturned_outcome_leave_nothing_behind() {
    uses("ada", T0, PAYOUT);
    uses("bob", T0, PAYOUT);
    closure("bob", T0 + 1, Closure.TERMINATED);
    close();
    closure("bob", T0 + 2, Closure.REINSTATED);
    assertThat(close())
        .extracting(Roster.News::creatorId, RosterTest::neighbours)
        .containsExactly(tuple("ada", List.of()));

    review("bob", T0 + 3, "x", ReviewOutcome.UPHOLD, "");
    assertThat(close())
        .extracting(news -> news.neighbourhood().neighbours().get(0).upheld())
        .containsExactly(1);
    review("bob", T0 + 4, "x", ReviewOutcome.OVERTURN, "");
    assertThat(close()).extracting(RosterTest::neighbours).containsExactly(List.of());
  }

  @Test
  void a_reviewer_who_closes_an_account_closes_it_until_that_is_overturned() {
    uses("ada", T0, PAYOUT);
    uses("bob", T0, PAYOUT);
    review("bob", T0 + 3, "x", ReviewOutcome.MODIFY, "TERMINATE_ACCOUNT");
    assertThat(close())
        .extracting(news -> news.neighbourhood().neighbours().get(0).closedAt())
        .containsExactly(T0 + 3);
    review("bob", T0 + 4, "x", ReviewOutcome.MODIFY, "RATE_LIMIT_UPLOADS");
    assertThat(close())
        .extracting(news -> news.neighbourhood().neighbours().get(0).closedAt())
        .containsExactly(0L);
  }

  @Test
  void erasure_removes_an_account_from_all_stages_and_from_what_its_neighbours_were_told() {
    uses("ada", T0, PAYOUT, DEVICE);
    uses("bob", T0, PAYOUT, DEVICE);
    closure("bob", T0 + 1, Closure.TERMINATED);
    assertThat(close()).hasSize(2);

    erase("bob", T0 + 2);

    assertThat(close())
        .extracting(Roster.News::creatorId, RosterTest::neighbours)
        .containsExactly(tuple("ada", List.of()), tuple("ada", List.of()));
    assertThat(accounts.get("bob")).isEmpty();
    for (byte[] roster : rosters.values()) {
      assertThat(new String(roster, StandardCharsets.ISO_8859_1))
          .contains("ada")
          .doesNotContain("bob");
    }
    erase("ada", T0 + 3);
    assertThat(close()).isEmpty();
    assertThat(rosters.values()).allSatisfy(roster -> assertThat(roster).isEmpty());
  }

  @Test
  void an_account_that_is_erased_and_told_again_hears_again_what_it_knew() {
    uses("ada", T0, PAYOUT);
    uses("bob", T0, PAYOUT);
    closure("bob", T0 + 1, Closure.TERMINATED);
    close();
    fold(
        "ada",
        T0 + 2,
        account -> {
          account.change(new AccountChange(null, null, true), T0 + 2);
          account.change(new AccountChange(null, null, false, List.of(PAYOUT)), T0 + 2);
        });
    assertThat(close())
        .extracting(Roster.News::creatorId, RosterTest::neighbours)
        .containsExactly(tuple("ada", List.of("bob")));
  }

  @Test
  void a_weak_value_of_more_than_256_accounts_takes_back_what_it_said_and_costs_a_few_bytes() {
    uses("bad", T0, DEVICE);
    closure("bad", T0, Closure.TERMINATED);
    for (int i = 1; i < Roster.MOST; i++) {
      uses("a%05d".formatted(i), T0 + i, DEVICE);
    }
    assertThat(close()).hasSize(Roster.MOST - 1);
    assertThat(roster("DEVICE:d").length).isLessThan(12 * 1024);
    assertThat(Roster.isCommon(roster("DEVICE:d"), T0)).isFalse();

    uses("one-more", T0 + 1_000, DEVICE);
    assertThat(close())
        .hasSize(Roster.MOST - 1)
        .allSatisfy(news -> assertThat(neighbours(news)).isEmpty());
    for (int i = 0; i < 100_000; i += 1_000) {
      for (int j = 0; j < 1_000; j++) {
        uses("b" + (i + j), T0 + 2_000 + i, DEVICE);
      }
      assertThat(close()).isEmpty();
    }
    assertThat(roster("DEVICE:d").length).isLessThan(16);
    assertThat(Roster.isCommon(roster("DEVICE:d"), T0)).isTrue();
    assertThat(Roster.isCommon(roster("DEVICE:d"), T0 + 30 * DAY)).isFalse();
  }

  @Property(tries = 20)
  void a_ring_of_500_hears_of_the_closed_ones_whatever_the_order(@ForAll Random random) {
    notes.clear();
    rosters.clear();
    accounts.clear();
    List<Integer> order = IntStream.range(0, 500).boxed().collect(Collectors.toList());
    Collections.shuffle(order, random);
    for (int i : order) {
      uses("m%03d".formatted(i), T0 + i, PAYOUT);
      if (i % 100 == 0) {
        closure("m%03d".formatted(i), T0 + 500 + i, Closure.TERMINATED);
      }
    }
    List<Roster.News> news = close();

    assertThat(news).hasSize(500);
    assertThat(news)
        .filteredOn(one -> one.creatorId().equals("m001"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(neighbours(one)).containsExactly("m400", "m300", "m200", "m100", "m000");
              assertThat(one.neighbourhood().degree()).isEqualTo(496);
            });
    byte[] kept = roster("PAYOUT:p");
    assertThat(kept.length).isLessThan(20 * 1024);
    if (ring.length == 0) {
      ring = kept;
      told = news;
    }
    assertThat(kept).isEqualTo(ring);
    assertThat(news).isEqualTo(told);
    assertThat(Roster.of(kept, T0).toBytes()).isEqualTo(kept);
  }

  @Test
  void accounts_beyond_the_most_leave_the_closed_ones_the_newest_and_a_count() {
    for (int i = 0; i < 3_000; i++) {
      String creatorId = "m%04d".formatted(i);
      uses(creatorId, T0 + i, PAYOUT);
      if (i % 3 == 0) {
        closure(creatorId, T0 + i, Closure.TERMINATED);
      }
      if (i % 500 == 499) {
        close();
      }
    }
    assertThat(roster("PAYOUT:p").length).isLessThan(40 * 1024);
    uses("newcomer", T0 + 5_000, PAYOUT);

    List<Roster.News> news = close();
    assertThat(news)
        .filteredOn(one -> one.creatorId().equals("newcomer"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(neighbours(one))
                  .containsExactly("m2997", "m2994", "m2991", "m2988", "m2985", "m2982");
              // 3,001 accounts to the 512 closed ones that are kept: 35 to these six.
              assertThat(one.neighbourhood().degree()).isBetween(33, 37);
            });
    // The oldest of those whom nobody has dealt with makes room, and it is taken back from there.
    assertThat(news)
        .filteredOn(one -> neighbours(one).isEmpty())
        .singleElement()
        .satisfies(one -> assertThat(one.creatorId()).isGreaterThan("m2000"));
  }

  @Test
  void a_label_of_thousands_of_whom_nobody_is_closed_tells_nobody_anything() {
    for (int i = 0; i < 2_000; i++) {
      uses("artist-" + i, T0 + i, PAYOUT);
    }
    assertThat(close()).isEmpty();
    assertThat(roster("PAYOUT:p").length).isLessThan(30 * 1024);
  }

  @Test
  void what_the_first_format_kept_is_read() {
    ByteWriter few = new ByteWriter();
    few.octet(1).signed(T0).octet(0).count(1);
    few.block("bob".getBytes(StandardCharsets.UTF_8)).signed(5).signed(T0 - 7).count(2).signed(T0);
    rosters.put("PAYOUT:p", few.toBytes());
    uses("ada", T0 + DAY, PAYOUT);
    assertThat(close())
        .singleElement()
        .satisfies(
            news ->
                assertThat(news.neighbourhood().neighbours())
                    .containsExactly(new Neighbour("bob", T0 - 7, 2, T0)));

    // It forgot who shared a payout account as soon as they were more than 256.
    byte[] common = new ByteWriter().octet(1).signed(T0).octet(1).count(0).toBytes();
    rosters.put("PAYOUT:p", common);
    rosters.put("DEVICE:d", common);
    uses("eve", T0 + 2 * DAY, PAYOUT, DEVICE);
    closure("eve", T0 + 2 * DAY, Closure.TERMINATED);
    uses("fay", T0 + 3 * DAY, PAYOUT, DEVICE);
    assertThat(close())
        .singleElement()
        .satisfies(
            news -> {
              assertThat(neighbours(news)).containsExactly("eve");
              assertThat(news.neighbourhood().degree()).isEqualTo(256);
            });
    assertThat(Roster.isCommon(roster("DEVICE:d"), T0)).isTrue();
  }

  @Test
  void an_account_keeps_forty_values_and_the_one_that_it_drops_forgets_it() {
    for (int i = 0; i < Account.MOST_SIGNALS; i++) {
      uses("ada", T0 + i, new AccountSignal(AccountSignal.Type.DEVICE, "d" + i));
    }
    close();
    uses("ada", T0 + 100, PAYOUT);
    close();

    assertThat(roster("DEVICE:d0")).isEmpty();
    assertThat(roster("DEVICE:d1")).isNotEmpty();
    assertThat(roster("PAYOUT:p")).isNotEmpty();
  }

  @Test
  void closed_accounts_are_known_for_400_days_and_the_newest_of_them_are_told_first() {
    for (int i = 0; i < 10; i++) {
      uses("c" + i, T0 + i, PAYOUT);
      closure("c" + i, T0 + i, Closure.TERMINATED);
    }
    uses("ada", T0 + 100, PAYOUT);
    List<Roster.News> news = close();
    assertThat(news)
        .filteredOn(one -> one.creatorId().equals("ada"))
        .singleElement()
        .satisfies(
            one -> assertThat(neighbours(one)).containsExactly("c9", "c8", "c7", "c6", "c5", "c4"));

    uses("bea", T0 + 5 + Roster.RETENTION.toMillis(), PAYOUT);
    assertThat(close())
        .filteredOn(one -> one.creatorId().equals("bea"))
        .singleElement()
        .satisfies(
            one -> assertThat(neighbours(one)).containsExactly("c9", "c8", "c7", "c6", "c5"));
  }
}
