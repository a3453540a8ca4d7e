package io.earshot.matching;

import io.earshot.intake.WorkItem;
import io.earshot.scoring.MediaSettings;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/** Computes fingerprints of media beside the stream. Every item comes out, once. */
public final class FingerprintFunction extends RichAsyncFunction<WorkItem, FingerprintedItem> {

  private static final long serialVersionUID = 1L;

  private final MediaSettings media;
  private transient @Nullable Fingerprinting fingerprinting;

  public FingerprintFunction(MediaSettings media) {
    this.media = media;
  }

  @Override
  public void open(OpenContext context) {
    Fingerprinting opened = new Fingerprinting(media.reader(), media.rememberedPrintBytes());
    fingerprinting = opened;
    getRuntimeContext()
        .getMetricGroup()
        .gauge("mediaByDigestAlone", (Gauge<Long>) opened::byDigestAlone);
    getRuntimeContext().getMetricGroup().gauge("reusedFingerprints", (Gauge<Long>) opened::reused);
  }

  @Override
  public void asyncInvoke(WorkItem item, ResultFuture<FingerprintedItem> result) {
    CompletableFuture<Void> unused =
        Objects.requireNonNull(fingerprinting, "open runs first")
            .of(item)
            .thenAccept(printed -> result.complete(List.of(printed)));
  }

  @Override
  public void timeout(WorkItem item, ResultFuture<FingerprintedItem> result) {
    result.complete(
        List.of(Objects.requireNonNull(fingerprinting, "open runs first").byDigest(item)));
  }

  @Override
  public void close() {
    Fingerprinting opened = fingerprinting;
    if (opened != null) {
      opened.close();
    }
  }
}
