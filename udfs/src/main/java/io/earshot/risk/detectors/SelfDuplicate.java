package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * D03: one sound published again and again as if it were many.
 *
 * <p>The creator's sounds are clustered: a first publication belongs to the nearest cluster whose
 * first sound differs in at most {@code bits} bits of its sketch and is of about its length, else
 * it begins one. It fires when the cluster holds {@code recordings} different recordings within
 * {@code window} whose decisions, if there were any, were not overturned. Recordings are different
 * if their ISRCs are, or, without, their titles: a single that comes again on an album, a remaster
 * and a re-release are one. It never fires on a trusted licensor, whose catalogue holds one
 * recording under many titles. State: the 40 newest publications for 30 days, 17 bytes each and 19
 * more for each different sound.
 */
public final class SelfDuplicate implements Detector {

  private static final int MOST_UPLOADS = 40;
  private static final long MEMORY = Duration.ofDays(30).toMillis();

  private static final Parameter RECORDINGS =
      Parameter.count("recordings", "different recordings that sound the same")
          .atMost(MOST_UPLOADS);
  private static final Parameter BITS =
      Parameter.count("bits", "in how many bits of 128 two sketches may differ").atMost(128);
  private static final Parameter WINDOW =
      Parameter.duration("window", "within this time").atMost(MEMORY);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D03",
          "self_duplicate",
          "INT.DUPLICATE",
          RiskGroup.ROYALTIES,
          "one sound published again and again as if it were many",
          List.of(RECORDINGS, BITS, WINDOW),
          List.of(
              Evidence.whole("recordings", "recordings that sound the same"),
              Evidence.whole("uploads", "publications of them"),
              Evidence.whole("bits", "bits of 128 in which this one differs from the first")));

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.version() == 1 && content.modalities().contains(Modality.AUDIO);
  }

  @Override
  public DetectorState start() {
    return new State(new ArrayList<>(1));
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D03", in);
    List<Cluster> clusters = new ArrayList<>(1);
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      Cluster read = Cluster.read(in, before);
      clusters.add(read);
      before = read.last();
    }
    return new State(clusters);
  }

  private record Upload(long item, int recording, long at) {}

  private record Cluster(SoundSketch first, List<Upload> uploads) {

    long last() {
      return uploads.get(uploads.size() - 1).at();
    }

    /** Returns the time of the last one, from which the next cluster's are told. */
    long write(ByteWriter out, long start) {
      first.write(out);
      out.count(uploads.size());
      long before = start;
      for (Upload upload : uploads) {
        out.word(upload.item()).count(Integer.toUnsignedLong(upload.recording()));
        out.signed(upload.at() - before);
        before = upload.at();
      }
      return before;
    }

    static Cluster read(ByteReader in, long start) {
      Cluster cluster = new Cluster(SoundSketch.read(in), new ArrayList<>(1));
      long before = start;
      for (int left = in.smallCount(); left > 0; left--) {
        Upload upload = new Upload(in.word(), (int) in.count(), before + in.signed());
        cluster.uploads.add(upload);
        before = upload.at();
      }
      return cluster;
    }
  }

  private record State(List<Cluster> clusters) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      SoundSketch sketch = assessment.likeness().sketch();
      int recording = Long.hashCode(assessment.content().signs().recording());
      if (sketch == null) {
        return null;
      }
      prune(creator.now());
      forgetOne();
      Cluster cluster = take(sketch, set.get(BITS));
      cluster.uploads().add(new Upload(creator.item(), recording, creator.now()));
      clusters.add(cluster);
      Set<Integer> recordings = new HashSet<>();
      int uploads = 0;
      for (Upload upload : cluster.uploads()) {
        if (upload.at() >= creator.now() - set.whole(WINDOW)
            && creator.stands(upload.item(), Family.INT)) {
          recordings.add(upload.recording());
          uploads++;
        }
      }
      return creator.isTrustedLicensor() || recordings.size() < set.get(RECORDINGS)
          ? null
          : new Finding(uploads, recordings.size(), uploads, cluster.first().distance(sketch));
    }

    /** The cluster of a sound, off the list: the nearest, of those as near the oldest. */
    private Cluster take(SoundSketch sketch, double bits) {
      Cluster nearest = null;
      for (Cluster cluster : clusters) {
        if (cluster.first().isNear(sketch, bits)
            && (nearest == null
                || cluster.first().distance(sketch) < nearest.first().distance(sketch))) {
          nearest = cluster;
        }
      }
      if (nearest == null) {
        return new Cluster(sketch, new ArrayList<>(1));
      }
      clusters.remove(nearest);
      return nearest;
    }

    /** Of as many as are kept, the first one gives way: of the cluster that rested longest. */
    private void forgetOne() {
      int kept = clusters.stream().mapToInt(cluster -> cluster.uploads().size()).sum();
      if (kept == MOST_UPLOADS) {
        List<Upload> uploads = clusters.get(0).uploads();
        uploads.remove(0);
        if (uploads.isEmpty()) {
          clusters.remove(0);
        }
      }
    }

    private void prune(long now) {
      for (Cluster cluster : clusters) {
        cluster.uploads().removeIf(upload -> upload.at() < now - MEMORY);
      }
      clusters.removeIf(cluster -> cluster.uploads().isEmpty());
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.whole("different sounds of 30 days", clusters.size()),
          StateFact.whole(
              "uploads of the one that came most often",
              clusters.stream().mapToLong(cluster -> cluster.uploads().size()).max().orElse(0)));
    }

    @Override
    public void write(ByteWriter out, long now) {
      prune(now);
      if (!clusters.isEmpty()) {
        out.octet(Formats.FIRST).count(clusters.size());
        long before = 0;
        for (Cluster cluster : clusters) {
          before = cluster.write(out, before);
        }
      }
    }
  }
}
