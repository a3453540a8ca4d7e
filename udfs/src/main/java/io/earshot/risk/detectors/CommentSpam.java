package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.ContentSigns;
import io.earshot.risk.CreatorView;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import io.earshot.risk.StateFact;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * D17: a young account that says the same thing again and again, or links under many different
 * things.
 *
 * <p>It fires on a comment at {@code identical} comments of the same words within a day by an
 * account younger than {@code young}; at {@code underOne} of the same words under the same parent
 * within an hour by one younger than {@code newborn}; or, on one with a link, at links under {@code
 * parents} different parents within a day by one younger than {@code linking} (the values of
 * Bluesky's automod, in its public code). Accounts of unknown age are not young. Where people found
 * it to be wrong, it counts anew from the next comment on. State: the last 64 comments of a day, 10
 * to 29 bytes each; accounts that are not young have none.
 */
public final class CommentSpam implements Detector {

  private static final int MOST = 64;

  private static final Parameter IDENTICAL =
      Parameter.count("identical", "comments of the same words within a day").atMost(MOST);
  private static final Parameter YOUNG =
      Parameter.duration("young", "until which age of the account that counts");
  private static final Parameter UNDER_ONE =
      Parameter.count("underOne", "comments of the same words under one parent within an hour")
          .atMost(MOST);
  private static final Parameter NEWBORN =
      Parameter.duration("newborn", "until which age of the account that counts");
  private static final Parameter PARENTS =
      Parameter.count("parents", "different parents with a link under them within a day")
          .atMost(MOST);
  private static final Parameter LINKING =
      Parameter.duration("linking", "until which age of the account that counts");

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D17",
          "comment_spam",
          "INT.COMMENT",
          RiskGroup.SPAM,
          "a young account that repeats a comment, or links under many things",
          List.of(IDENTICAL, YOUNG, UNDER_ONE, NEWBORN, PARENTS, LINKING),
          List.of(
              Evidence.whole("identical", "comments of the same words within a day"),
              Evidence.whole("underOne", "those under the same parent within an hour"),
              Evidence.whole("parents", "parents with a link under them within a day")));

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.kind() == ContentKind.COMMENT && content.version() == 1;
  }

  @Override
  public DetectorState start() {
    return new State(new ArrayList<>(2));
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.version("D17", in, Formats.SECOND);
    List<Comment> comments = new ArrayList<>();
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      before += in.signed();
      int flags = in.octet();
      comments.add(
          new Comment(
              before,
              in.word(),
              (flags & PARENT) == 0 ? 0 : in.word(),
              (flags & LINK) != 0,
              (flags & FOUND) == 0 ? QUIET : in.word()));
    }
    return new State(comments);
  }

  private static final int LINK = 1;
  private static final int PARENT = 2;

  /** Since the second version; in what the first wrote nothing was found. */
  private static final int FOUND = 4;

  private static final long QUIET = 0;

  /**
   * A comment.
   *
   * @param item by what decisions name it, if it was found; else {@link #QUIET}
   */
  private record Comment(long at, long text, long parent, boolean link, long item) {}

  private record State(List<Comment> comments) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      double oldest = Math.max(set.get(YOUNG), Math.max(set.get(NEWBORN), set.get(LINKING)));
      if (!creator.isYoungerThan(oldest)) {
        comments.clear();
        return null;
      }
      ContentSigns signs = assessment.content().signs();
      Comment comment =
          new Comment(
              creator.now(),
              signs.textHash(),
              signs.parentHash(),
              assessment.content().linkCount() > 0,
              QUIET);
      if (comments.size() == MOST) {
        comments.remove(0);
      }
      comments.add(comment);
      Finding found = finding(comment, creator, set);
      if (found != null) {
        comments.set(
            comments.size() - 1,
            new Comment(
                comment.at(), comment.text(), comment.parent(), comment.link(), creator.item()));
      }
      return found;
    }

    private @Nullable Finding finding(Comment comment, CreatorView creator, Parameters set) {
      int identical = 0;
      int underOne = 0;
      Set<Long> parents = new HashSet<>();
      for (Comment other : comments) {
        long age = comment.at() - other.at();
        if (age >= DAY) {
          continue;
        }
        if (other.item() != QUIET && !creator.stands(other.item(), Family.INT)) {
          identical = 0;
          underOne = 0;
          parents.clear();
          continue;
        }
        if (other.text() == comment.text() && comment.text() != 0) {
          identical++;
          underOne +=
              age < HOUR && comment.parent() != 0 && other.parent() == comment.parent() ? 1 : 0;
        }
        if (comment.link() && other.link() && other.parent() != 0) {
          parents.add(other.parent());
        }
      }
      boolean repeats = identical >= set.get(IDENTICAL) && creator.isYoungerThan(set.get(YOUNG));
      boolean insists = underOne >= set.get(UNDER_ONE) && creator.isYoungerThan(set.get(NEWBORN));
      boolean links = parents.size() >= set.get(PARENTS) && creator.isYoungerThan(set.get(LINKING));
      return repeats || insists || links
          ? new Finding(Math.max(identical, parents.size()), identical, underOne, parents.size())
          : null;
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.whole(
              "comments of the last day",
              comments.stream().filter(one -> one.at() > creator.now() - DAY).count()),
          StateFact.whole(
              "different texts among those kept",
              comments.stream().map(Comment::text).distinct().count()),
          StateFact.whole(
              "with a link among those kept", comments.stream().filter(Comment::link).count()));
    }

    @Override
    public void write(ByteWriter out, long now) {
      comments.removeIf(comment -> comment.at() <= now - DAY);
      if (comments.isEmpty()) {
        return;
      }
      out.octet(Formats.SECOND).count(comments.size());
      long before = 0;
      for (Comment comment : comments) {
        out.signed(comment.at() - before);
        out.octet(
            (comment.link() ? LINK : 0)
                | (comment.parent() == 0 ? 0 : PARENT)
                | (comment.item() == QUIET ? 0 : FOUND));
        out.word(comment.text());
        if (comment.parent() != 0) {
          out.word(comment.parent());
        }
        if (comment.item() != QUIET) {
          out.word(comment.item());
        }
        before = comment.at();
      }
    }
  }
}
