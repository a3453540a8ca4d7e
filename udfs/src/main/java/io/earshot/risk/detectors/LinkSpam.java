package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.risk.CreatorView;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.DetectorState;
import io.earshot.risk.DomainList;
import io.earshot.risk.Finding;
import io.earshot.risk.LinkCrowd;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import io.earshot.risk.StateFact;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * D11: very short items that nearly all link to one place, as pharma podcasts do; and a crowd of
 * new accounts that link to one place.
 *
 * <p>Of items of at most {@code longest} it fires on one with a link at {@code n >= items} of them
 * within {@code window} of which {@code share} link to a host that this one links to. Where people
 * found it to be wrong on a short item, for whichever reason it had fired, it counts anew from the
 * next item on. State: the last 20 short items, 2 to 8 bytes each, 8 more a host, at most 3, and 8
 * more if it fired on the item; creators without short items have none.
 *
 * <p>On anything with a link it fires if at least {@code creators} creators, this one included,
 * have linked to a host of it within 24 hours, whose accounts are younger than {@code young} in the
 * median ({@link CreatorView#crowd}). Those who were first are found at their next link. One link
 * in a crowd is one piece of evidence, whoever else is in it.
 *
 * <p>And it fires at once on a link to a domain of the list of blocked ones ({@link
 * CreatorView#blocked}), which it names with the list.
 */
public final class LinkSpam implements Detector {

  private static final int MOST = 20;
  private static final long MEMORY = Duration.ofDays(90).toMillis();

  private static final Parameter LONGEST =
      Parameter.duration("longest", "greatest length of an item that has nothing but its link");
  private static final Parameter ITEMS =
      Parameter.count("items", "least number of such items").atMost(MOST);
  private static final Parameter SHARE =
      Parameter.share("share", "least share of them that link to one host");
  private static final Parameter WINDOW =
      Parameter.duration("window", "within this time").atMost(MEMORY);
  private static final Parameter CREATORS =
      Parameter.count("creators", "or, creators who link to the host within a day; at least 3")
          .atMost(LinkCrowd.MOST_CREATORS);
  private static final Parameter YOUNG =
      Parameter.duration("young", "whose accounts are younger in the median")
          .atMost(LinkCrowd.OLDEST.toMillis());

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D11",
          "link_spam",
          "INT.LINKSPAM",
          RiskGroup.SPAM,
          "very short items that nearly all link to one host, a crowd of new accounts that do, or a"
              + " link to a blocked domain",
          List.of(LONGEST, ITEMS, SHARE, WINDOW, CREATORS, YOUNG),
          List.of(
              Evidence.whole("items", "short items"),
              Evidence.whole("linking", "those of them that link to the host"),
              Evidence.fraction("share", "their share"),
              Evidence.whole("creators", "creators in a crowd of new accounts; 0 without one"),
              Evidence.fraction("medianDays", "median age of their accounts in days"),
              Evidence.whole("blocked", "domains linked to that are on the list of blocked ones"),
              Evidence.list("blockedDomains", "these domains, in ascending order"),
              Evidence.list("blockedBy", "that list and its version")));

  private static final double DAY = Duration.ofDays(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return isItem(content) || !content.signs().domains().isEmpty();
  }

  private static boolean isItem(ContentRef content) {
    return content.durationMs() != null
        && content.version() == 1
        && content.kind() != ContentKind.COMMENT;
  }

  @Override
  public DetectorState start() {
    return new State(new ArrayList<>(1));
  }

  @Override
  public DetectorState read(ByteReader in) {
    int version = Formats.version("D11", in, Formats.SECOND);
    List<Item> items = new ArrayList<>();
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      before += in.signed();
      List<Long> hosts = new ArrayList<>(1);
      int hostsLeft = in.smallCount();
      boolean fired = version > Formats.FIRST && in.octet() == 1;
      for (; hostsLeft > 0; hostsLeft--) {
        hosts.add(in.word());
      }
      items.add(new Item(before, hosts, fired ? in.word() : QUIET));
    }
    return new State(items);
  }

  /** Instead of the item where nothing was found: no decision can have been made for this. */
  private static final long QUIET = 0;

  /**
   * A short item.
   *
   * @param item by what decisions name it, if it was found; else {@link #QUIET}
   */
  private record Item(long at, List<Long> hosts, long item) {

    boolean wasWrong(CreatorView creator) {
      return item != QUIET && !creator.stands(item, Family.INT);
    }
  }

  private record State(List<Item> items) implements DetectorState {

    /** More hosts of one item are not kept. */
    private static final int MOST_HOSTS = 3;

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      Found own = isItem(assessment.content()) ? shortItems(assessment, creator, set) : null;
      Found crowd = own == null ? crowd(assessment, creator, set) : null;
      Found found = own == null ? crowd : own;
      List<String> blocked = blocked(assessment, creator.blocked());
      if (found == null && blocked.isEmpty()) {
        return null;
      }
      if (isItem(assessment.content()) && isShort(assessment, set)) {
        Item newest = items.remove(items.size() - 1);
        items.add(new Item(newest.at(), newest.hosts(), creator.item()));
      }
      Found shown = found == null ? Found.NOTHING : found;
      return new Finding(
          shown.events,
          new double[] {
            shown.items,
            shown.linking,
            shown.share,
            shown.creators,
            shown.medianDays,
            blocked.size(),
            0,
            1
          },
          List.of(blocked, blocked.isEmpty() ? List.of() : List.of(creator.blocked().name())));
    }

    /** What is seen beside the list. */
    private record Found(
        int events, int items, int linking, double share, int creators, double medianDays) {

      /** Nothing but one link. */
      static final Found NOTHING = new Found(1, 0, 0, 0, 0, 0);
    }

    private static List<String> blocked(Assessment assessment, DomainList list) {
      return assessment.content().signs().registrable().stream()
          .map(list::find)
          .filter(Objects::nonNull)
          .sorted()
          .toList();
    }

    private static @Nullable Found crowd(
        Assessment assessment, CreatorView creator, Parameters set) {
      LinkCrowd greatest = null;
      for (long host : assessment.content().signs().domains()) {
        LinkCrowd crowd = creator.crowd(host);
        if (crowd != null
            && crowd.creators() >= set.get(CREATORS)
            && crowd.medianAgeMillis() < set.get(YOUNG)
            && (greatest == null || crowd.creators() > greatest.creators())) {
          greatest = crowd;
        }
      }
      return greatest == null
          ? null
          : new Found(1, 0, 0, 0, greatest.creators(), greatest.medianAgeMillis() / DAY);
    }

    private static boolean isShort(Assessment assessment, Parameters set) {
      Long duration = assessment.content().durationMs();
      return duration != null && duration <= set.get(LONGEST);
    }

    private @Nullable Found shortItems(Assessment assessment, CreatorView creator, Parameters set) {
      if (!isShort(assessment, set)) {
        return null;
      }
      List<Long> hosts = assessment.content().signs().domains();
      if (items.size() == MOST) {
        items.remove(0);
      }
      items.add(
          new Item(
              creator.now(),
              hosts.size() > MOST_HOSTS ? hosts.subList(0, MOST_HOSTS) : hosts,
              QUIET));
      long since = creator.now() - set.whole(WINDOW);
      List<Item> counted = counted(creator, since);
      int n = counted.size();
      if (hosts.isEmpty() || n < set.get(ITEMS)) {
        return null;
      }
      int linking = 0;
      for (Long host : hosts) {
        int linkingTo = 0;
        for (Item item : counted) {
          linkingTo += item.hosts().contains(host) ? 1 : 0;
        }
        linking = Math.max(linking, linkingTo);
      }
      double share = (double) linking / n;
      return share >= set.get(SHARE) ? new Found(linking, n, linking, share, 0, 0) : null;
    }

    /** Those since a time, and since the last one that was wrongly found. */
    private List<Item> counted(CreatorView creator, long since) {
      int first = items.size();
      while (first > 0
          && items.get(first - 1).at() >= since
          && !items.get(first - 1).wasWrong(creator)) {
        first--;
      }
      return items.subList(first, items.size());
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.share(
              "short items with links, of short items of 90 days",
              (double) items.stream().filter(item -> !item.hosts().isEmpty()).count(),
              items.size()),
          StateFact.whole(
              "different hosts",
              items.stream().flatMap(item -> item.hosts().stream()).distinct().count()));
    }

    @Override
    public void write(ByteWriter out, long now) {
      items.removeIf(item -> item.at() < now - MEMORY);
      if (items.isEmpty()) {
        return;
      }
      out.octet(Formats.SECOND).count(items.size());
      long before = 0;
      for (Item item : items) {
        out.signed(item.at() - before).count(item.hosts().size());
        out.octet(item.item() == QUIET ? 0 : 1);
        item.hosts().forEach(out::word);
        if (item.item() != QUIET) {
          out.word(item.item());
        }
        before = item.at();
      }
    }
  }
}
