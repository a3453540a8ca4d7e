package io.earshot.job.traffic;

import static java.util.Objects.requireNonNull;

import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is published when no script is due: mostly honest creators with clean items and, now and
 * then, a borderline one; a few offenders, each of whom keeps to one kind of violation.
 */
final class Background {

  /** Share of offenders; with the scripts, about 8 % of all content breaks a policy. */
  static final double VIOLATING = 0.035;

  /** Share of borderline items; with the scripts, about 4 % of all content. */
  static final double BORDERLINE = 0.035;

  private static final String HONEST = "honest";
  private static final String OFFENDER = "offender";

  /** What offenders are at, listed as often as it is common. */
  private static final List<String> OFFENCES =
      List.of(
          "HAR.HARASS",
          "HAR.HARASS",
          "HAR.HARASS",
          "HAT.HATE",
          "HAT.HATE",
          "HAT.HATE",
          "SEX.EXPLICIT",
          "SEX.EXPLICIT",
          "VIO.THREAT",
          "VIO.THREAT",
          "SSH.PROMO",
          "DEC.SCAM",
          "DEC.SCAM",
          "LAB.EXPLICIT");

  private static final List<String> LANGUAGES =
      List.of(
          "en", "en", "en", "en", "en", "en", "en", "en", "en", "en", "en", "en", "en", "en", "es",
          "es", "es", "de", "de", "fr", "fr", "pt", "it", "nl", "pl", "ja");

  /** What a creator publishes, by trade; a kind listed twice is twice as common. */
  private static final List<List<ContentKind>> TRADES =
      List.of(
          List.of(ContentKind.TRACK, ContentKind.TRACK, ContentKind.TRACK, ContentKind.PROFILE),
          List.of(ContentKind.TRACK, ContentKind.PLAYLIST),
          List.of(ContentKind.EPISODE, ContentKind.EPISODE, ContentKind.SHOW),
          List.of(ContentKind.EPISODE),
          List.of(ContentKind.AUDIOBOOK, ContentKind.EPISODE),
          List.of(ContentKind.COMMENT),
          List.of(ContentKind.COMMENT, ContentKind.PLAYLIST));

  private final Cast cast;
  private final Dice dice;
  private final Crowd honest;
  private final Crowd offenders;
  private final Map<ContentKind, Map<String, List<PackItem>>> clean;
  private final List<PackItem> borderline;
  private final Map<String, List<PackItem>> violating = new HashMap<>();
  private final List<PackItem> opening;

  Background(TrafficPack pack, double eventsPerSecond, Cast cast, Dice dice) {
    this.cast = cast;
    this.dice = dice;
    double aMinute = eventsPerSecond * 60;
    this.honest = new Crowd(dice.at(HONEST), (int) Math.max(20, aMinute / 2), 100);
    this.offenders = new Crowd(dice.at(OFFENDER), (int) Math.max(6, aMinute / 50), 40);
    for (ContentKind kind : TRADES.stream().flatMap(List::stream).distinct().toList()) {
      pack.select(
          "clean English items of kind " + kind,
          1,
          item ->
              item.kind() == kind
                  && item.language().equals("en")
                  && item.variant() == Variant.CLEAN);
    }
    this.clean =
        pack.select("clean items", 1, item -> item.variant() == Variant.CLEAN).stream()
            .collect(
                Collectors.groupingBy(PackItem::kind, Collectors.groupingBy(PackItem::language)));
    this.borderline =
        pack.select("borderline items", 1, item -> item.variant() == Variant.BORDERLINE);
    for (String policy : OFFENCES) {
      violating.computeIfAbsent(
          policy, p -> pack.select("items labelled " + p, 1, item -> item.breaks(p)));
    }
    this.opening =
        pack.select(
            "English items labelled HAT.HATE",
            1,
            item -> item.breaks("HAT.HATE") && item.language().equals("en"));
  }

  /** What a slot without a script carries. */
  Staged play(long slot, long offsetMillis) {
    Dice own = dice.at(slot);
    double share = own.at(1).unit();
    if (share < VIOLATING) {
      return offend(slot, offsetMillis, own);
    }
    Crowd.Member member = honest.next(offsetMillis, own.at(2));
    PackItem item =
        share < VIOLATING + BORDERLINE ? own.at(3).pick(borderline) : fitting(member, own.at(3));
    Duration age = Duration.ofDays(30 + dice.at("age").at(member.number()).below(2_000));
    return staged(HONEST, slot, member, age, item, own);
  }

  /** A plain violation, for the slot that must have one. */
  Staged opening(long slot, long offsetMillis) {
    Dice own = dice.at(slot);
    Crowd.Member member = offenders.next(offsetMillis, own.at(2));
    return staged(OFFENDER, slot, member, Duration.ofDays(9), own.at(3).pick(opening), own);
  }

  private Staged offend(long slot, long offsetMillis, Dice own) {
    Crowd.Member member = offenders.next(offsetMillis, own.at(2));
    String offence = dice.at("offence").at(member.number()).pick(OFFENCES);
    PackItem item = own.at(3).pick(requireNonNull(violating.get(offence)));
    Duration age = Duration.ofDays(1 + dice.at("age").at(member.number()).below(400));
    return staged(OFFENDER, slot, member, age, item, own);
  }

  private Staged staged(
      String part, long slot, Crowd.Member member, Duration age, PackItem item, Dice own) {
    Creator creator = cast.creator(part, member.number(), age, null);
    return new Staged(
        part,
        new Play(
            creator,
            member.first(),
            cast.contentId(part, slot),
            1,
            Wording.vary(item, creator, own.at(4))));
  }

  /** A clean item of the member's trade and language; English where there is none in it. */
  private PackItem fitting(Crowd.Member member, Dice own) {
    Dice traits = dice.at("traits").at(member.number());
    ContentKind kind = own.at(1).pick(traits.at(1).pick(TRADES));
    Map<String, List<PackItem>> byLanguage = requireNonNull(clean.get(kind));
    List<PackItem> english = requireNonNull(byLanguage.get("en"));
    return own.at(2).pick(byLanguage.getOrDefault(traits.at(2).pick(LANGUAGES), english));
  }
}
