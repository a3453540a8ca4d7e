package io.earshot.job.traffic;

import io.earshot.job.traffic.Script.Stage;
import io.earshot.job.traffic.Script.Take;
import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.AccountSignalType;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.CreatorEventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Patterns of abuse that are seen only across accounts, each with its honest double beside it: what
 * the accounts have in common is told when they are made known, and all of them publish what
 * nothing is wrong with.
 */
final class NetworkScripts {

  /** Of a ring; as many as leave most of the traffic clean. */
  static final int MEMBERS = 6;

  /** More of the ring, whom the platform has closed. */
  private static final int CLOSED = 2;

  private static final int BANDS = 3;
  static final int NEWCOMER_UPLOADS = 3;

  /** Everybody publishes twice: what is shared has come to everybody's account by then. */
  static final int RING_UPLOADS = 2 * MEMBERS;

  static final int FAMILY_UPLOADS = 2 * BANDS;

  private static final Duration NEW = Duration.ofHours(5);
  private static final Duration OLD = Duration.ofDays(800);

  private final Stage stage;
  private final Tempo tempo;
  private final List<PackItem> tracks;

  private NetworkScripts(Stage stage) {
    this.stage = stage;
    this.tempo = stage.tempo();
    this.tracks = HonestScripts.clean(stage.pack(), ContentKind.TRACK);
  }

  static List<Scenario> on(Stage stage) {
    NetworkScripts scripts = new NetworkScripts(stage);
    return List.of(scripts.ring(), scripts.family(), scripts.banEvasion(), scripts.newcomer());
  }

  /** New accounts that are of one hand, and others of it that the platform has closed. */
  private Scenario ring() {
    String name = "account-ring";
    return stage.script(
        name,
        tempo.rare(8_000, 2_500, RING_UPLOADS),
        MEMBERS,
        NEW,
        take -> {
          List<AccountSignal> shared =
              shared(
                  name,
                  take,
                  AccountSignalType.PAYOUT,
                  AccountSignalType.TAX_ID,
                  AccountSignalType.CARD,
                  AccountSignalType.DEVICE);
          return take.publish(
              track(take).breaking(Set.of("INT.RING", "INT.CIRCUMVENT")),
              joining(name, take, CLOSED, shared, shared));
        });
  }

  /** The bands of one family, which share a computer and the line it is on; nobody is closed. */
  private Scenario family() {
    String name = "family";
    return stage.script(
        name,
        tempo.rare(8_500, 5_000, FAMILY_UPLOADS),
        BANDS,
        NEW,
        take ->
            take.publish(
                track(take),
                Extras.with(
                    shared(name, take, AccountSignalType.DEVICE, AccountSignalType.IP_PREFIX))));
  }

  /** Somebody whose account was closed, with a new name and the old payout account and device. */
  private Scenario banEvasion() {
    String name = "ban-evasion";
    return stage.script(
        name,
        tempo.rare(11_500, 8_000, NEWCOMER_UPLOADS),
        NEW,
        null,
        take -> {
          List<AccountSignal> shared =
              shared(name, take, AccountSignalType.PAYOUT, AccountSignalType.DEVICE);
          return take.publish(
              track(take).breaking(Set.of("INT.CIRCUMVENT")),
              joining(name, take, 1, shared, shared));
        });
  }

  /** A new account at the school, or the provider, of somebody whose account was closed. */
  private Scenario newcomer() {
    String name = "newcomer";
    return stage.script(
        name,
        tempo.rare(12_500, 8_000, NEWCOMER_UPLOADS),
        NEW,
        null,
        take -> {
          List<AccountSignal> address = shared(name, take, AccountSignalType.IP_PREFIX);
          List<AccountSignal> closed =
              shared(
                  name,
                  take,
                  AccountSignalType.IP_PREFIX,
                  AccountSignalType.PAYOUT,
                  AccountSignalType.DEVICE);
          return take.publish(track(take), joining(name, take, 1, closed, address));
        });
  }

  private PackItem track(Take take) {
    PackItem item = take.numbered(tracks);
    return item.withTexts(item.title(), item.description() + " · " + take.creator().name());
  }

  /** Values that those of a round have in common. */
  private List<AccountSignal> shared(String name, Take take, AccountSignalType... types) {
    return Arrays.stream(types)
        .map(type -> new AccountSignal(type, stage.id(name + "/" + type, take.round())))
        .toList();
  }

  /**
   * An account with these values, and at the beginning others that are known with those and are
   * closed.
   */
  private Extras joining(
      String name,
      Take take,
      int others,
      List<AccountSignal> closedWith,
      List<AccountSignal> signals) {
    Extras own = Extras.with(signals);
    if (take.step() > 0) {
      return own;
    }
    List<Aside> closures = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      Creator closed =
          stage
              .cast()
              .creator(name + "/closed" + stage.copy(), take.round() * others + i, OLD, null);
      closures.add(new Aside.OfAccount(closed, CreatorEventKind.CREATED, closedWith));
      closures.add(new Aside.OfAccount(closed, CreatorEventKind.TERMINATED, List.of()));
    }
    return own.andAfter(closures);
  }
}
