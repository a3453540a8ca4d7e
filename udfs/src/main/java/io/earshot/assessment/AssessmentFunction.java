package io.earshot.assessment;

import io.earshot.intake.BankMatch;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.ScoredItem;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Joins the modalities of a content version, by content id, and says with each result how far it
 * is.
 *
 * <p>No timer ends the wait: scoring answers every item, if only with a reason, and a watermark
 * passes scoring only behind the answers of all that came before it. So nothing waits longer than a
 * work item's deadline, and the creator's window cannot close on half a result. Content of one
 * modality, the common case, touches no state.
 */
public final class AssessmentFunction
    extends KeyedProcessFunction<String, ScoredItem, AssessmentProgress> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable ValueState<PendingJoin> pending;

  @Override
  public void open(OpenContext context) {
    pending =
        getRuntimeContext().getState(new ValueStateDescriptor<>("pending-join", PendingJoin.class));
  }

  @Override
  public void processElement(ScoredItem item, Context context, Collector<AssessmentProgress> out)
      throws Exception {
    int expected = item.content().modalities().size();
    if (expected == 1) {
      out.collect(progress(item, List.of(item.scores()), item.matches()));
      return;
    }
    ValueState<PendingJoin> state = Objects.requireNonNull(pending, "open runs first");
    PendingJoin before = state.value();
    PendingJoin.Step step =
        (before == null ? PendingJoin.EMPTY : before)
            .add(item.content().source(), item.scores(), item.matches(), expected);
    if (step.pending().copies().isEmpty()) {
      state.clear();
    } else {
      state.update(step.pending());
    }
    out.collect(progress(item, step.results(), step.matches()));
  }

  private static AssessmentProgress progress(
      ScoredItem item, List<ModelScores> results, List<BankMatch> matches) {
    return new AssessmentProgress(
        new Assessment(item.content(), results, matches), item.scores().modality());
  }
}
