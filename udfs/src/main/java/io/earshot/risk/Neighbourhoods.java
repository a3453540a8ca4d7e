package io.earshot.risk;

import io.earshot.intake.AccountSignal;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a creator's window was told of the accounts that share something with this one. Only values
 * with a neighbour that people have dealt with are kept, at most {@link #MOST} of them, the
 * strongest sorts first; so nearly all creators have none.
 */
final class Neighbourhoods {

  private static final int MOST = 8;
  private static final long MEMORY = Neighbourhood.MEMORY.toMillis();
  private static final AccountSignal.Type[] TYPES = AccountSignal.Type.values();

  private static final Comparator<Neighbourhood> ORDER =
      Comparator.comparing(Neighbourhood::type).thenComparingLong(Neighbourhood::value);

  private final List<Neighbourhood> known = new ArrayList<>(0);

  boolean isEmpty() {
    return known.isEmpty();
  }

  List<Neighbourhood> all() {
    return List.copyOf(known);
  }

  /** Takes what is known of one value now in place of what was known. */
  void learn(Neighbourhood now) {
    known.removeIf(old -> old.type() == now.type() && old.value() == now.value());
    if (!now.neighbours().isEmpty()) {
      known.add(now);
      known.sort(ORDER);
      if (known.size() > MOST) {
        known.remove(MOST);
      }
    }
  }

  /** What the account shares with whom, for a person. */
  List<StateFact> facts() {
    return known.stream()
        .map(
            value ->
                new StateFact(
                    "accounts that share a " + value.type(),
                    value.degree()
                        + value.neighbours().stream()
                            .map(Neighbourhoods::told)
                            .collect(Collectors.joining("; ", ", of which ", ""))))
        .toList();
  }

  private static String told(Neighbour neighbour) {
    return neighbour.creatorId()
        + (neighbour.closedAt() == 0
            ? ""
            : " (closed " + Instant.ofEpochMilli(neighbour.closedAt()) + ")")
        + (neighbour.upheld() == 0 ? "" : " (" + neighbour.upheld() + " decisions upheld)");
  }

  void write(ByteWriter out, long now) {
    known.removeIf(
        value ->
            value.neighbours().stream()
                .allMatch(n -> Math.max(n.closedAt(), n.upheldAt()) < now - MEMORY));
    if (known.isEmpty()) {
      return;
    }
    out.count(known.size());
    for (Neighbourhood value : known) {
      out.octet(Codes.of(value.type())).word(value.value()).count(value.degree());
      out.count(value.neighbours().size());
      for (Neighbour neighbour : value.neighbours()) {
        out.block(neighbour.creatorId().getBytes(StandardCharsets.UTF_8));
        out.signed(neighbour.closedAt()).count(neighbour.upheld()).signed(neighbour.upheldAt());
      }
    }
  }

  static Neighbourhoods read(ByteReader in) {
    Neighbourhoods read = new Neighbourhoods();
    for (int left = in.smallCount(); left > 0; left--) {
      AccountSignal.Type type = TYPES[in.octet()];
      long value = in.word();
      int degree = in.smallCount();
      List<Neighbour> neighbours = new ArrayList<>();
      for (int more = in.smallCount(); more > 0; more--) {
        neighbours.add(
            new Neighbour(
                new String(in.block(), StandardCharsets.UTF_8),
                in.signed(),
                in.smallCount(),
                in.signed()));
      }
      read.known.add(new Neighbourhood(type, value, degree, neighbours));
    }
    return read;
  }
}
