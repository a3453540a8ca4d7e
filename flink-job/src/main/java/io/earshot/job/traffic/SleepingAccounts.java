package io.earshot.job.traffic;

import io.earshot.id.Ids;
import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.AccountSignalType;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.CreatorEventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Accounts that published something months before the traffic begins and nothing since. Their past
 * has to be played before anything else, or it comes too late.
 */
enum SleepingAccounts {
  TAKEN_OVER("sleeper"),
  COME_BACK("returner");

  /** So many repetitions of a script find somebody who sleeps; half an hour at the usual rate. */
  static final int ROUNDS = 10;

  private static final Duration SLEEP = Duration.ofDays(200);
  private static final Duration AGE = Duration.ofDays(1_200);

  private final String part;

  SleepingAccounts(String part) {
    this.part = part;
  }

  Creator creator(Cast cast, String copy, long round) {
    return cast.creator(part + copy, round, AGE, null);
  }

  /** What an account has always been paid by. */
  static String payout(Creator creator) {
    return creator.id() + "-payout";
  }

  /** What they did before the traffic begins, in the order of event time. */
  static List<TrafficEvent> past(
      TrafficPack pack, int copies, Cast cast, EventWriter writer, Instant start) {
    List<PackItem> tracks = HonestScripts.clean(pack, ContentKind.TRACK);
    List<TrafficEvent> accounts = new ArrayList<>();
    List<TrafficEvent> contents = new ArrayList<>();
    Instant then = start.minus(SLEEP);
    for (int copy = 0; copy < copies; copy++) {
      for (int round = 0; round < ROUNDS; round++) {
        for (SleepingAccounts kind : values()) {
          Creator creator = kind.creator(cast, "/" + copy, round);
          Staged staged =
              new Staged(
                  "sleeping",
                  new Play(
                      creator,
                      true,
                      Ids.of("traffic-past", creator.id()),
                      1,
                      tracks.get(round % tracks.size()),
                      Extras.with(
                          List.of(
                              new AccountSignal(AccountSignalType.DEVICE, creator.id() + "-device"),
                              new AccountSignal(AccountSignalType.PAYOUT, payout(creator))))));
          accounts.add(writer.account(staged, CreatorEventKind.UPDATED, then));
          contents.add(writer.published(staged, then.plusSeconds(1)));
        }
      }
    }
    accounts.addAll(contents);
    return accounts;
  }
}
