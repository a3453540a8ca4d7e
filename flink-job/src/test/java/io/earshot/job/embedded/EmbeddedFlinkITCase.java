package io.earshot.job.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class EmbeddedFlinkITCase {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Queue<Long> WINDOWS = new ConcurrentLinkedQueue<>();

  private static EmbeddedFlink flink = EmbeddedFlink.start(2);

  @AfterAll
  static void stop() {
    flink.close();
  }

  @Test
  void dashboard_answers_with_its_page_and_its_overview() throws Exception {
    assertThat(get("/").body()).contains("<html");
    HttpResponse<String> overview = get("/overview");
    assertThat(overview.statusCode()).isEqualTo(200);
    assertThat(overview.body()).contains("\"slots-total\":2").contains("\"flink-version\":\"2.3");
  }

  @Test
  void window_that_is_open_when_the_job_is_drained_gives_its_result() {
    WINDOWS.clear();
    RunningJob job = flink.execute(hourlyCounts(value -> value).getStreamGraph());
    job.awaitRunning(LIMIT);
    job.checkpoint(LIMIT);

    String savepoint = job.stopWithDrain(LIMIT);

    assertThat(savepoint).contains("savepoint");
    assertThat(job.status()).isEqualTo(JobStatus.FINISHED);
    assertThat(job.failure()).isEmpty();
    assertThat(WINDOWS).isNotEmpty();
  }

  @Test
  void failing_job_tells_why_it_ended() {
    RunningJob job =
        flink.execute(
            hourlyCounts(
                    value -> {
                      throw new IllegalArgumentException("the planned failure");
                    })
                .getStreamGraph());

    assertThat(job.awaitEnd(LIMIT)).isEqualTo(JobStatus.FAILED);
    assertThat(job.failure())
        .get()
        .extracting(EmbeddedFlinkITCase::rootMessage)
        .isEqualTo("the planned failure");
  }

  @Test
  void cancelled_job_is_gone_and_cancelling_it_again_does_nothing() {
    RunningJob job = flink.execute(hourlyCounts(value -> value).getStreamGraph());
    job.awaitRunning(LIMIT);

    job.cancel();
    job.cancel();

    assertThat(job.status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void busy_port_is_named_with_the_way_out() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedFlink.start(1, port, new Configuration()))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("dashboard")
          .hasMessageContaining(Integer.toString(port))
          .hasMessageContaining("name another port");
    }
  }

  @Test
  void metrics_are_a_page_for_Prometheus_and_a_busy_port_of_it_is_refused() throws Exception {
    int port = Loopback.freePorts(1).get(0);
    try (EmbeddedFlink metered = EmbeddedFlink.start(1, 0, EmbeddedFlink.withMetricsPage(port))) {
      assertThat(metered.dashboard().getPort()).isNotEqualTo(port);
      URI page = URI.create("http://127.0.0.1:" + port + "/metrics");
      // The part of Flink that runs jobs shows itself when it has become the leader.
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      String shown = get(page).body();
      while (!shown.contains("flink_jobmanager_numRunningJobs") && System.nanoTime() < deadline) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        shown = get(page).body();
      }
      assertThat(shown).contains("flink_jobmanager_numRunningJobs");
      assertThatThrownBy(() -> EmbeddedFlink.withMetricsPage(port))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("Prometheus");
    }
  }

  private static StreamExecutionEnvironment hourlyCounts(MapFunction<Long, Long> map) {
    Configuration configuration = flink.configuration();
    configuration.setString("restart-strategy.type", "disable");
    configuration.setString("execution.checkpointing.interval", "1 h");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    SingleOutputStreamOperator<Long> values =
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(200), Types.LONG),
                WatermarkStrategy.<Long>forMonotonousTimestamps()
                    .withTimestampAssigner(
                        (value, ignored) -> Instant.parse("2026-01-01T00:00:00Z").toEpochMilli()),
                "numbers")
            .map(map)
            .returns(Types.LONG);
    values
        .keyBy(value -> 0L)
        .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
        .reduce(Long::max)
        .map(EmbeddedFlinkITCase::record)
        .returns(Types.LONG)
        .sinkTo(new DiscardingSink<>());
    return environment;
  }

  private static Long record(Long value) {
    WINDOWS.add(value);
    return value;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return get(flink.dashboard().resolve(path));
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
