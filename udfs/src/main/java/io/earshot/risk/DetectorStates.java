package io.earshot.risk;

import io.earshot.assessment.Assessment;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Observed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the detectors know of one creator. A state is read when its detector first looks at
 * something, and what is not read is written again as it was.
 */
final class DetectorStates {

  private static final List<Detector> ALL = DetectorCatalog.installed().all();

  private final @Nullable DetectorState[] open = new DetectorState[ALL.size()];

  /** Bytes that were not read; empty where there are none. */
  private final byte[][] kept = new byte[ALL.size()][0];

  /** Shows a content to all that are on and look at it. */
  List<RiskFacts.Fired> observe(
      Assessment assessment,
      CreatorView creator,
      RiskSettings set,
      Firings firings,
      ItemLedger ledger) {
    List<RiskFacts.Fired> fired = null;
    for (int place = 0; place < open.length; place++) {
      RiskSettings.Setting setting = set.at(place);
      Detector detector = ALL.get(place);
      if (setting == null || !detector.looksAt(assessment.content())) {
        continue;
      }
      Finding finding = open(place).observe(assessment, creator, setting.parameters());
      if (finding != null) {
        fired = fired == null ? new ArrayList<>(1) : fired;
        fired.add(new RiskFacts.Fired(detector.spec(), finding, set.prior(place)));
        if (setting.risk() > 0) {
          firings.add(detector.spec().id(), setting.risk(), creator.now(), ledger);
        }
      }
    }
    return fired == null ? List.of() : fired;
  }

  void changed(AccountChange change, CreatorView creator, RiskSettings set) {
    for (int place = 0; place < open.length; place++) {
      if (set.at(place) != null && ALL.get(place).followsAccounts()) {
        open(place).changed(change, creator);
      }
    }
  }

  void reported(ReportBook.Entry report, CreatorView creator, RiskSettings set) {
    for (int place = 0; place < open.length; place++) {
      RiskSettings.Setting setting = set.at(place);
      if (setting != null && ALL.get(place).followsReports()) {
        open(place).reported(report, creator, setting.parameters());
      }
    }
  }

  private DetectorState open(int place) {
    DetectorState state = open[place];
    if (state == null) {
      byte[] bytes = kept[place];
      Detector detector = ALL.get(place);
      state = bytes.length == 0 ? detector.start() : detector.read(new ByteReader(bytes));
      open[place] = state;
    }
    return state;
  }

  /** What those know that have a state, for a person. */
  List<ProfileReport.Knowledge> report(CreatorView creator) {
    List<ProfileReport.Knowledge> all = new ArrayList<>();
    for (int place = 0; place < open.length; place++) {
      if (open[place] != null || kept[place].length > 0) {
        DetectorSpec spec = ALL.get(place).spec();
        all.add(new ProfileReport.Knowledge(spec.id(), spec.name(), open(place).describe(creator)));
      }
    }
    return all;
  }

  /** What those saw that have something to fit, by their ids. */
  Map<String, Observed> observed(CreatorView creator, long since) {
    Map<String, Observed> all = new LinkedHashMap<>();
    for (int place = 0; place < open.length; place++) {
      Observed observed =
          ALL.get(place).fitting() == null ? null : open(place).observed(creator, since);
      if (observed != null) {
        all.put(ALL.get(place).spec().id(), observed);
      }
    }
    return all;
  }

  void write(ByteWriter out, long now) {
    for (int place = 0; place < open.length; place++) {
      byte[] bytes = kept[place];
      DetectorState state = open[place];
      if (state != null) {
        ByteWriter part = new ByteWriter();
        state.write(part, now);
        bytes = part.toBytes();
      }
      if (bytes.length > 0) {
        byte[] id = ALL.get(place).spec().id().getBytes(StandardCharsets.US_ASCII);
        ByteWriter part = new ByteWriter();
        part.block(id).block(bytes);
        out.octet(ProfileFormat.DETECTOR).block(part.toBytes());
      }
    }
  }

  /** Takes what a detector knew; that of one which is not installed is dropped. */
  void read(ByteReader in) {
    int place =
        DetectorCatalog.installed().place(new String(in.block(), StandardCharsets.US_ASCII));
    if (place >= 0) {
      kept[place] = in.block();
    }
  }
}
