package io.earshot.enforcement;

import io.earshot.policy.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * What reaches enforcement about a creator: a judged event, a decision that is above a limit, or a
 * decision that the express lane has carried out already. Exactly one of the three is there.
 *
 * @param creatorId whose it is
 * @param windowEnd end of the window that it belongs to
 * @param judgement a judged event
 * @param refusal a decision that is above a limit
 * @param express a decision that was carried out
 */
public record Matter(
    String creatorId,
    long windowEnd,
    @Nullable Judgement judgement,
    @Nullable LimitRefusal refusal,
    @Nullable ExpressReceipt express) {

  /** A judged event. */
  public static Matter of(Judgement judgement) {
    return new Matter(judgement.creatorId(), judgement.windowEnd(), judgement, null, null);
  }

  /** A decision that is above a limit. */
  public static Matter of(LimitRefusal refusal) {
    return new Matter(refusal.creatorId(), refusal.windowEnd(), null, refusal, null);
  }

  /** A decision that was carried out. */
  public static Matter of(ExpressReceipt receipt) {
    return new Matter(receipt.decision().creatorId(), receipt.windowEnd(), null, null, receipt);
  }

  /** The same in a later window. */
  Matter inWindow(long end) {
    return new Matter(creatorId, end, judgement, refusal, express);
  }
}
