package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.AccountSignal;
import io.earshot.risk.CreatorView;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.Finding;
import io.earshot.risk.Neighbourhood;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * D19: an account by somebody whose account was closed for what it did, come back under another
 * name.
 *
 * <p>It fires on a publication if the account shares a payout account, a tax number or a card, or
 * at least {@code others} other sorts of values, with one account that was closed within {@code
 * window}. A value joins nobody where more than {@link #MOST_PER_CLOSED} accounts come to each one
 * that was closed: one artist of a large label is not the label. Trusted licensors are left out.
 * The pieces of evidence are the sorts that are shared, so that a single one restricts nothing
 * without a human. No state of its own: see {@link CreatorView#neighbourhoods()}.
 */
public final class BanEvasion extends WithoutState {

  private static final Parameter WINDOW =
      Parameter.duration("window", "how long ago the other account was closed at most")
          .atMost(Neighbourhood.MEMORY.toMillis());
  private static final Parameter OTHERS =
      Parameter.count("others", "sorts of weaker values that have to be shared instead")
          .atMost(weaker());

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D19",
          "ban_evasion",
          "INT.CIRCUMVENT",
          RiskGroup.NETWORK,
          "the account is paid or used like one that was closed for what it did",
          List.of(WINDOW, OTHERS),
          List.of(
              Evidence.whole("strong", "strong sorts that are shared: payout, tax number, card"),
              Evidence.whole("others", "other sorts that are shared"),
              Evidence.fraction("closedDays", "days since the other account was closed"),
              Evidence.list("account", "id of the account that was closed"),
              Evidence.list("shared", "sorts of what is shared")));

  /** As many accounts as a weak value may have; see the roster of a value. */
  private static final int MOST_PER_CLOSED = 256;

  private static final double DAY = Duration.ofDays(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  private static long weaker() {
    return Arrays.stream(AccountSignal.Type.values()).filter(type -> !type.isStrong()).count();
  }

  private record Match(Neighbour account, Set<AccountSignal.Type> types) {

    int strong() {
      return (int) types.stream().filter(AccountSignal.Type::isStrong).count();
    }

    int others() {
      return types.size() - strong();
    }

    boolean isStrongerThan(@Nullable Match other) {
      return other == null
          || strong() > other.strong()
          || (strong() == other.strong() && others() > other.others());
    }
  }

  @Override
  @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
    List<Neighbourhood> shared = creator.neighbourhoods();
    if (shared.isEmpty() || creator.isTrustedLicensor()) {
      return null;
    }
    long since = creator.now() - set.whole(WINDOW);
    Map<String, Match> matches = new TreeMap<>();
    for (Neighbourhood value : shared) {
      if (value.accountsPerClosed(since) > MOST_PER_CLOSED) {
        continue;
      }
      for (Neighbour neighbour : value.neighbours()) {
        if (neighbour.isClosedSince(since)) {
          matches
              .computeIfAbsent(
                  neighbour.creatorId(),
                  id -> new Match(neighbour, EnumSet.noneOf(AccountSignal.Type.class)))
              .types()
              .add(value.type());
        }
      }
    }
    Match best = null;
    for (Match match : matches.values()) {
      boolean counts = match.strong() > 0 || match.others() >= set.get(OTHERS);
      best = counts && match.isStrongerThan(best) ? match : best;
    }
    return best == null
        ? null
        : new Finding(
            best.types().size(),
            new double[] {
              best.strong(), best.others(), (creator.now() - best.account().closedAt()) / DAY, 0, 1
            },
            List.of(
                List.of(best.account().creatorId()),
                best.types().stream().map(Enum::name).toList()));
  }
}
