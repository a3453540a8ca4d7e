package io.earshot.job.embedded;

import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.graph.ExecutionPlan;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster inside this process, set up the way the job runs for real: RocksDB state,
 * incremental checkpoints, the web dashboard. Its files live in a temporary folder that goes when
 * it closes.
 */
public final class EmbeddedFlink implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final MiniCluster cluster;
  private final ScratchFolder scratch;
  private final Configuration configuration;
  private final URI dashboard;

  private EmbeddedFlink(
      MiniCluster cluster, ScratchFolder scratch, Configuration configuration, URI dashboard) {
    this.cluster = cluster;
    this.scratch = scratch;
    this.configuration = configuration;
    this.dashboard = dashboard;
  }

  /** Starts with slots for the given parallelism and the dashboard on any free port. */
  public static EmbeddedFlink start(int slots) {
    return start(slots, 0, new Configuration());
  }

  /**
   * Starts, and returns when the dashboard answers.
   *
   * @param slots the highest parallelism of a job; at least 1
   * @param port of the dashboard; 0 for any free one
   * @param more settings beside or instead of those of this class
   * @throws PortInUseException if the port is taken
   * @throws IllegalStateException if the cluster does not start for another reason
   */
  public static EmbeddedFlink start(int slots, int port, Configuration more) {
    if (slots < 1) {
      throw new IllegalArgumentException("slots are " + slots + "; there must be at least 1");
    }
    Loopback.requireFree("Flink's dashboard", port);
    ScratchFolder scratch = ScratchFolder.create("earshot-flink-");
    Configuration configuration = settings(slots, port, scratch);
    configuration.addAll(more);
    @Nullable MiniCluster cluster = null;
    try {
      cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(slots)
                  .setCommonBindAddress(Loopback.HOST)
                  .build());
      cluster.start();
      URI dashboard = cluster.getRestAddress().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return new EmbeddedFlink(cluster, scratch, configuration, dashboard);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      closeAfter(e, cluster, scratch);
      if (port != 0 && ExceptionUtils.findThrowable(e, BindException.class).isPresent()) {
        throw new PortInUseException("Flink's dashboard", port, e);
      }
      throw new IllegalStateException("Flink did not start: " + e.getMessage(), e);
    }
  }

  private static void closeAfter(
      Exception failure, @Nullable MiniCluster cluster, ScratchFolder scratch) {
    if (cluster != null) {
      try {
        cluster.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    scratch.close();
  }

  private static Configuration settings(int slots, int port, ScratchFolder scratch) {
    Configuration settings = new Configuration();
    settings.set(CoreOptions.DEFAULT_PARALLELISM, slots);
    settings.set(CoreOptions.TMP_DIRS, scratch.folder("tmp").toString());
    settings.set(RestOptions.ADDRESS, Loopback.HOST);
    settings.set(RestOptions.BIND_ADDRESS, Loopback.HOST);
    settings.set(RestOptions.BIND_PORT, Integer.toString(port));
    settings.set(RestOptions.PORT, port);
    // Whoever can reach the page could otherwise run a jar of theirs in this process.
    settings.set(WebOptions.SUBMIT_ENABLE, false);
    settings.set(WebOptions.REFRESH_INTERVAL, Duration.ofSeconds(1));

    settings.addAll(stateSettings());
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        scratch.folder("checkpoints").toUri().toString());
    settings.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, scratch.folder("savepoints").toUri().toString());
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);

    // Off the heap: RocksDB's caches and write buffers, and what lies between two tasks.
    settings.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(Math.max(128, 96 * slots)));
    MemorySize network = MemorySize.ofMebiBytes(Math.max(64, 32 * slots));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    return settings;
  }

  /** How the state of the job is kept, set as in {@code k8s/}. */
  public static Configuration stateSettings() {
    Configuration settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    // The index of one large file is larger than a shard of the cache: whole, it would be read and
    // decompressed anew for every look into the file. This also turns Bloom filters on.
    settings.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
    return settings;
  }

  /**
   * Settings with which the cluster shows its metrics and the job's as a page for Prometheus, set
   * as in {@code k8s/}. Flink's reporter listens on every interface.
   *
   * @param port 1 to 65535
   * @throws PortInUseException if the port is taken, which Flink itself would only log
   */
  public static Configuration withMetricsPage(int port) {
    Loopback.requireFree("the page for Prometheus", port);
    return Configuration.fromMap(
        Map.of(
            "metrics.reporters",
            "prom",
            "metrics.reporter.prom.factory.class",
            "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
            "metrics.reporter.prom.port",
            String.valueOf(port),
            "metrics.reporter.prom.filterLabelValueCharacters",
            "false",
            "metrics.reporter.prom.scope.variables.excludes",
            "job_id;task_id;task_attempt_id;task_attempt_num;operator_id"));
  }

  /** Where the dashboard is, for a browser. */
  public URI dashboard() {
    return dashboard;
  }

  /**
   * What a job should be built with, so that its state and checkpoints are where the cluster has
   * them; a copy.
   */
  public Configuration configuration() {
    return new Configuration(configuration);
  }

  /**
   * Submits a stream graph or a job graph.
   *
   * @return the job, as soon as the cluster has accepted it
   * @throws IllegalStateException if the cluster refuses it
   */
  public RunningJob execute(ExecutionPlan given) {
    // Only a client gives a stream graph its id; translated to a job graph it has one.
    ExecutionPlan plan = given instanceof StreamGraph graph ? graph.getJobGraph() : given;
    try {
      return new RunningJob(
          cluster, cluster.submitJob(plan).get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Flink refused job " + plan.getName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted submitting job " + plan.getName(), e);
    }
  }

  /** Cancels what still runs, stops, and deletes everything it held. */
  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("Flink did not stop: " + e.getMessage(), e);
    } finally {
      scratch.close();
    }
  }
}
