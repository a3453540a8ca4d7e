package io.earshot.risk;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hosts to which the creator linked within a day and many others did; at most 8 of them. */
final class LinkCrowds {

  private static final int MOST = 8;
  private static final long MEMORY = Duration.ofDays(1).toMillis();

  private record Known(LinkCrowd crowd, long at) {}

  private final List<Known> known = new ArrayList<>(0);

  void learn(LinkCrowd crowd, long time) {
    known.removeIf(old -> old.crowd().host() == crowd.host() || old.at() <= time - MEMORY);
    known.add(new Known(crowd, time));
    if (known.size() > MOST) {
      known.remove(0);
    }
  }

  @Nullable LinkCrowd find(long host, long now) {
    for (Known one : known) {
      if (one.crowd().host() == host && one.at() > now - MEMORY) {
        return one.crowd();
      }
    }
    return null;
  }

  /** The crowds that still are, for a person. */
  List<StateFact> facts(long now) {
    return known.stream()
        .filter(one -> one.at() > now - MEMORY)
        .map(
            one ->
                StateFact.whole(
                    "creators who link to a host to which it links", one.crowd().creators()))
        .toList();
  }

  void write(ByteWriter out, long now) {
    known.removeIf(one -> one.at() <= now - MEMORY);
    if (known.isEmpty()) {
      return;
    }
    out.count(known.size());
    for (Known one : known) {
      out.word(one.crowd().host()).count(one.crowd().creators());
      out.signed(one.crowd().medianAgeMillis()).signed(one.at());
    }
  }

  static LinkCrowds read(ByteReader in) {
    LinkCrowds read = new LinkCrowds();
    for (int left = in.smallCount(); left > 0; left--) {
      read.known.add(
          new Known(new LinkCrowd(in.word(), in.smallCount(), in.signed()), in.signed()));
    }
    return read;
  }
}
