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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * D15: an account that shares several things with accounts that people have dealt with. For a human
 * to look at: who shares something has done nothing yet.
 *
 * <p>Each value that is shared with such a neighbour is an edge of {@code weight / log2(1 + x)}. Of
 * a weak value, {@code x} is how many accounts use it: what everybody shares, as an address of a
 * school, joins nobody. Of a strong one (who is paid, or pays), {@code x = max(2, n / 2)} with
 * {@code n} the accounts to each one of them that was closed: a payout account of 500 of which many
 * were closed is a ring because so many use it, and a label's with one closed among 300 artists is
 * none. So an account that shares payout and tax number fires in company of up to three others if
 * one of these was closed, and of 500 if at least five were. (With the number of accounts itself,
 * as for weak values, nothing of more than two would.) The risk of a neighbour is {@code
 * closedRisk} if it was closed within {@code window}, else {@code 1 - (1 - upheldRisk)^n} with its
 * {@code n} upheld decisions of that time. The risk of the ring is {@code 1 - prod (1 - edge *
 * neighbour's risk)}; it fires at {@code risk of the ring >= ringRisk} over at least {@code types}
 * sorts of values. Trusted licensors, who pay many accounts out, are left out. What it looks at is
 * kept once for all detectors ({@link CreatorView#neighbourhoods()}), so it has no state of its
 * own.
 */
public final class AccountRing extends WithoutState {

  private static final Parameter RING_RISK = Parameter.share("ringRisk", "least risk of the ring");
  private static final Parameter TYPES =
      Parameter.count("types", "least number of sorts of values that are shared")
          .atMost(AccountSignal.Type.values().length);
  private static final Parameter WINDOW =
      Parameter.duration("window", "how long ago neighbours were dealt with at most")
          .atMost(Neighbourhood.MEMORY.toMillis());
  private static final Parameter CLOSED_RISK =
      Parameter.share("closedRisk", "risk of a neighbour that was closed");
  private static final Parameter UPHELD_RISK =
      Parameter.share("upheldRisk", "risk of a neighbour by each of its upheld decisions");

  /** Weights, in the order of the sorts. */
  private static final List<Parameter> WEIGHTS =
      List.of(
          weight("payout", "payout account"),
          weight("taxId", "tax number"),
          weight("card", "card"),
          weight("device", "device"),
          weight("fingerprint", "sound that both published"),
          weight("emailPattern", "pattern of e-mail addresses"),
          weight("ipPrefix", "range of IP addresses"));

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D15",
          "account_ring",
          "INT.RING",
          RiskGroup.NETWORK,
          "the account shares several things with accounts that people have dealt with",
          parameters(),
          List.of(
              Evidence.fraction("ringRisk", "risk of the ring"),
              Evidence.whole("types", "sorts of values that are shared"),
              Evidence.whole("closed", "neighbours that were closed"),
              Evidence.list("neighbours", "ids of the neighbours"),
              Evidence.list("shared", "sorts of what is shared")));

  /** Two accounts: fewer share nothing. */
  private static final double PAIR = 2;

  private static final double LN_2 = StrictMath.log(2);

  private static Parameter weight(String name, String what) {
    return Parameter.number(name, "weight of a shared " + what + ", 0 to 1");
  }

  private static List<Parameter> parameters() {
    List<Parameter> all =
        new ArrayList<>(List.of(RING_RISK, TYPES, WINDOW, CLOSED_RISK, UPHELD_RISK));
    all.addAll(WEIGHTS);
    return List.copyOf(all);
  }

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
    List<Neighbourhood> shared = creator.neighbourhoods();
    if (shared.size() < set.get(TYPES) || creator.isTrustedLicensor()) {
      return null;
    }
    long since = creator.now() - set.whole(WINDOW);
    double apart = 1;
    long edges = 0;
    TreeSet<String> neighbours = new TreeSet<>();
    TreeSet<String> closed = new TreeSet<>();
    TreeSet<AccountSignal.Type> types = new TreeSet<>();
    for (Neighbourhood value : shared) {
      double edge = edge(value, since, set);
      for (Neighbour neighbour : value.neighbours()) {
        double risk = risk(neighbour, since, set);
        if (risk > 0) {
          apart *= 1 - edge * risk;
          edges++;
          neighbours.add(neighbour.creatorId());
          types.add(value.type());
          if (neighbour.isClosedSince(since)) {
            closed.add(neighbour.creatorId());
          }
        }
      }
    }
    return types.size() >= set.get(TYPES) && 1 - apart >= set.get(RING_RISK)
        ? new Finding(
            edges,
            new double[] {1 - apart, types.size(), closed.size(), 0, 1},
            List.of(List.copyOf(neighbours), types.stream().map(Enum::name).toList()))
        : null;
  }

  @SuppressWarnings("EnumOrdinal") // the weights are listed in the order of the sorts
  private static double edge(Neighbourhood value, long since, Parameters set) {
    double weight = Math.min(1, set.get(WEIGHTS.get(value.type().ordinal())));
    double apart =
        value.type().isStrong()
            ? Math.max(PAIR, value.accountsPerClosed(since) / PAIR)
            : value.degree();
    return weight * LN_2 / StrictMath.log1p(apart);
  }

  private static double risk(Neighbour neighbour, long since, Parameters set) {
    if (neighbour.isClosedSince(since)) {
      return set.get(CLOSED_RISK);
    }
    return neighbour.isUpheldSince(since)
        ? 1 - StrictMath.pow(1 - set.get(UPHELD_RISK), neighbour.upheld())
        : 0;
  }
}
