package io.earshot.enforcement;

import io.earshot.assessment.AssessmentProgress;
import io.earshot.intake.ContentRef;
import io.earshot.policy.ContentFacts;
import io.earshot.policy.Decision;
import io.earshot.policy.Pauses;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.PolicySource;
import io.earshot.time.TumblingWindow;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The express lane: decides at once what follows from the content alone, hides or blocks, and
 * nothing else. A policy whose express rules ask for text alone is decided when the text is scored,
 * while the sound is still being fetched.
 *
 * <p>It keeps no state of creators and knows no sequence. It decides by the policies that it knows
 * when the content arrives; the creator's window makes the same decision under the same id, or
 * undoes it, and enters it in the ledger.
 */
public final class ExpressFunction
    extends BroadcastProcessFunction<AssessmentProgress, PolicyChange, ExpressReceipt> {

  private static final long serialVersionUID = 1L;

  private final PolicySource source;
  private final long windowMillis;
  private transient PolicyControlFunction.@Nullable Reader policies;

  /**
   * A function that begins with one bundle.
   *
   * @param windowMillis length of a creator's window
   */
  public ExpressFunction(PolicySource source, long windowMillis) {
    this.source = source;
    this.windowMillis = windowMillis;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    policies = new PolicyControlFunction.Reader(source);
  }

  @Override
  public void processElement(
      AssessmentProgress progress, ReadOnlyContext context, Collector<ExpressReceipt> out)
      throws Exception {
    PolicyBook book =
        Objects.requireNonNull(policies)
            .book(context.getBroadcastState(PolicyControlFunction.CHANGES));
    ContentRef content = progress.assessment().content();
    long time = content.eventTime();
    PolicyEvaluator evaluator = book.at(time);
    Pauses paused = book.pausesAt(time);
    for (Decision decision :
        paused.hold(
            progress.assessment(),
            evaluator.decideExpress(progress, paused),
            left -> evaluator.decideExpress(progress.with(left), paused))) {
      if (decision.restricts()) {
        out.collect(
            new ExpressReceipt(
                decision, ContentFacts.of(content), TumblingWindow.of(time, windowMillis).end()));
      }
    }
  }

  @Override
  public void processBroadcastElement(
      PolicyChange change, Context context, Collector<ExpressReceipt> out) throws Exception {
    long watermark = context.currentWatermark();
    Objects.requireNonNull(policies)
        .enter(
            change,
            context.getBroadcastState(PolicyControlFunction.CHANGES),
            watermark == Long.MIN_VALUE ? watermark : watermark - windowMillis);
  }
}
