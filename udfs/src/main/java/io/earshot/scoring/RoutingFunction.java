package io.earshot.scoring;

import io.earshot.intake.WorkItem;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Routes each item to the versions that score it, before the operator that asks them: that one has
 * no state, and what it is asked must not depend on when it is.
 */
public final class RoutingFunction
    extends BroadcastProcessFunction<WorkItem, ModelVerdict, RoutedItem> {

  private static final long serialVersionUID = 1L;

  /** The state in which every subtask keeps what came of changes. */
  public static final MapStateDescriptor<String, ModelVerdict> VERDICTS =
      new MapStateDescriptor<>("model-verdicts", String.class, ModelVerdict.class);

  private final ModelBook.Beginning beginning;
  private transient @Nullable ModelBook book;
  private transient boolean restored;

  public RoutingFunction(ModelBook.Beginning beginning) {
    this.beginning = beginning;
  }

  @Override
  public void open(OpenContext context) {
    book = new ModelBook(beginning);
  }

  @Override
  public void processElement(WorkItem item, ReadOnlyContext context, Collector<RoutedItem> out)
      throws Exception {
    out.collect(book(context.getBroadcastState(VERDICTS)).route(item));
  }

  @Override
  public void processBroadcastElement(
      ModelVerdict verdict, Context context, Collector<RoutedItem> out) throws Exception {
    book(context.getBroadcastState(VERDICTS)).enter(verdict);
    context.getBroadcastState(VERDICTS).put(verdict.change().eventId(), verdict);
  }

  /**
   * What was found while the job ran stands above what was found when it was started, but for
   * packages that are no longer there.
   */
  private ModelBook book(ReadOnlyBroadcastState<String, ModelVerdict> state) throws Exception {
    ModelBook entered = Objects.requireNonNull(book, "open runs first");
    if (!restored) {
      restored = true;
      for (Map.Entry<String, ModelVerdict> entry : state.immutableEntries()) {
        entered.restore(entry.getValue());
      }
    }
    return entered;
  }
}
