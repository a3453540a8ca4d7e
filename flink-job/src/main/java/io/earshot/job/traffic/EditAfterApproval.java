package io.earshot.job.traffic;

import static java.util.Objects.requireNonNull;

import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something harmless is published and, once it has passed, edited into something that is not: the
 * second version breaks a policy, the first never did. Of what platforms list and recommend: a
 * comment is scored anew when it is edited, as all else is, and nobody compares it with what it was
 * (D12).
 */
final class EditAfterApproval implements Scenario {

  static final int CONTENTS = 3;

  private static final Set<ContentKind> KINDS =
      EnumSet.of(ContentKind.EPISODE, ContentKind.PLAYLIST);

  private static final Set<String> POLICIES =
      Set.of("HAR.HARASS", "HAT.HATE", "VIO.THREAT", "SEX.EXPLICIT", "DEC.SCAM");

  private final Cycle cycle;
  private final Cast cast;
  private final Dice dice;
  private final String part;
  private final List<PackItem> after;
  private final Map<ContentKind, List<PackItem>> before = new EnumMap<>(ContentKind.class);

  EditAfterApproval(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String part) {
    this.cycle = tempo.spread(4_000, 2 * CONTENTS, 10);
    this.cast = cast;
    this.dice = dice;
    this.part = part;
    this.after =
        pack.select(
            "violating English episodes and playlists",
            1,
            item ->
                KINDS.contains(item.kind())
                    && item.language().equals("en")
                    && item.policies().stream().anyMatch(POLICIES::contains));
    for (ContentKind kind : KINDS) {
      before.put(
          kind,
          pack.select(
              "clean English items of kind " + kind,
              1,
              item ->
                  item.kind() == kind
                      && item.language().equals("en")
                      && item.variant() == Variant.CLEAN));
    }
  }

  @Override
  public String name() {
    return "edit-after-approval";
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    int step = cycle.step(n);
    long content = cycle.round(n) * CONTENTS + step % CONTENTS;
    boolean edit = step >= CONTENTS;
    Creator creator = cast.creator(part, content, Duration.ofDays(200), null);
    Dice own = dice.at(content);
    PackItem last = own.at(1).pick(after);
    // What it says breaks one policy, and how it was brought past approval another.
    PackItem item =
        edit
            ? last.alsoBreaking("INT.CIRCUMVENT")
            : own.at(2).pick(requireNonNull(before.get(last.kind())));
    return new Play(
        creator,
        !edit,
        cast.contentId(part, content),
        edit ? 2 : 1,
        Wording.vary(item, creator, own.at(3)));
  }
}
