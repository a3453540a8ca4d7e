package io.earshot.job.bench;

import io.earshot.intake.Inbound;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.intake.Submission;
import io.earshot.intake.SuppliedScores;
import io.earshot.policy.BundleRef;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.policy.Facts;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * What the baseline does between decoding and encoding: an audit record of about the size of a real
 * one, with nothing decided.
 */
final class CopyFunction implements FlatMapFunction<Inbound<Submission>, DecisionAudit> {

  private static final long serialVersionUID = 1L;

  private static final BundleRef NONE = new BundleRef("none", "0", "");

  @Override
  public void flatMap(Inbound<Submission> record, Collector<DecisionAudit> out) {
    Submission event = record.value();
    if (event == null) {
      return;
    }
    List<Facts.Fact> facts = new ArrayList<>();
    for (SuppliedScores scores : event.suppliedScores()) {
      for (int i = 0; i < scores.labels().size(); i++) {
        facts.add(new Facts.Fact(scores.labels().get(i), String.valueOf(scores.scores().get(i))));
      }
    }
    facts.add(new Facts.Fact("content.language", event.language()));
    facts.add(new Facts.Fact("content.market", event.market()));
    facts.add(new Facts.Fact("content.durationMs", String.valueOf(event.durationMs())));
    out.collect(
        new DecisionAudit(
            event.eventId(),
            event.eventId(),
            new SubjectRef(SubjectType.TRACK, event.contentId(), event.version()),
            event.creatorId(),
            Verdict.RECORDED,
            List.of(),
            facts,
            List.of(),
            NONE,
            event.eventTime(),
            event.eventTime(),
            List.of(),
            List.of(),
            null));
  }
}
