package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.matching.SoundSketch;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D04: a sound that was taken away comes back under another id.
 *
 * <p>It fires on a content whose sketch differs in at most {@code bits} bits from that of another
 * content of the creator which was removed, by a decision that stands: made, or proposed and
 * upheld. An edit of the removed content itself is the business of D12. What is known to banks is
 * matched there, and what others published first is in {@code earlier}. State: the 16 newest sounds
 * for 30 days, of which those that were removed stay for 180 days; 38 bytes each.
 */
public final class RemovedReupload implements Detector {

  private static final long MEMORY = Duration.ofDays(180).toMillis();

  private static final Parameter BITS =
      Parameter.count("bits", "in how many bits of 128 two sketches may differ").atMost(128);
  private static final Parameter WINDOW =
      Parameter.duration("window", "how long after the removed one was published, at most")
          .atMost(MEMORY);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D04",
          "removed_reupload",
          "INT.CIRCUMVENT",
          RiskGroup.EVASION,
          "a sound that was taken away from the creator comes back under another id",
          List.of(BITS, WINDOW),
          List.of(
              Evidence.whole("bits", "bits of 128 in which it differs from the removed one"),
              Evidence.fraction("days", "days since that was published"),
              Evidence.whole("removed", "removed ones that it is like")));

  private static final int MOST = 16;
  private static final long PENDING_MEMORY = Duration.ofDays(30).toMillis();
  private static final double DAY = Duration.ofDays(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.modalities().contains(Modality.AUDIO);
  }

  @Override
  public DetectorState start() {
    return new State(new ArrayList<>(1));
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D04", in);
    List<Heard> heard = new ArrayList<>();
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      Heard read = new Heard(SoundSketch.read(in), in.word(), in.word(), before + in.signed());
      heard.add(read);
      before = read.at();
    }
    return new State(heard);
  }

  private record Heard(SoundSketch sketch, long item, long content, long at) {}

  private record State(List<Heard> heard) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      SoundSketch sketch = assessment.likeness().sketch();
      if (sketch == null) {
        return null;
      }
      heard.removeIf(
          before ->
              before.at() < creator.now() - PENDING_MEMORY && !creator.isRemoved(before.item()));
      Heard nearest = null;
      int removed = 0;
      for (Heard before : heard) {
        if (before.content() != creator.content()
            && before.at() >= creator.now() - set.whole(WINDOW)
            && before.sketch().isNear(sketch, set.get(BITS))
            && creator.isRemoved(before.item())) {
          removed++;
          if (nearest == null
              || before.sketch().distance(sketch) < nearest.sketch().distance(sketch)) {
            nearest = before;
          }
        }
      }
      if (heard.size() == MOST) {
        heard.remove(oldest(creator));
      }
      heard.add(new Heard(sketch, creator.item(), creator.content(), creator.now()));
      return nearest == null
          ? null
          // The removed ones, and this.
          : new Finding(
              removed + 1L,
              nearest.sketch().distance(sketch),
              (creator.now() - nearest.at()) / DAY,
              removed);
    }

    /** What is given up for something new: the oldest that was not removed, if there is any. */
    private int oldest(CreatorView creator) {
      for (int i = 0; i < heard.size(); i++) {
        if (!creator.isRemoved(heard.get(i).item())) {
          return i;
        }
      }
      return 0;
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.whole("sounds that are kept", heard.size()),
          StateFact.whole(
              "those of them that were removed",
              heard.stream().filter(sound -> creator.isRemoved(sound.item())).count()));
    }

    @Override
    public void write(ByteWriter out, long now) {
      heard.removeIf(before -> before.at() < now - MEMORY);
      if (!heard.isEmpty()) {
        out.octet(Formats.FIRST).count(heard.size());
        long before = 0;
        for (Heard sound : heard) {
          sound.sketch().write(out);
          out.word(sound.item()).word(sound.content()).signed(sound.at() - before);
          before = sound.at();
        }
      }
    }
  }
}
