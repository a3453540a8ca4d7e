package io.earshot.job.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a demo is to run.
 *
 * @param duration of the traffic; null until it is stopped
 * @param rate content events a second
 * @param seed of the traffic
 * @param start event time of the first event
 * @param parallelism of the job
 * @param port of Flink's dashboard; 0 for any free one
 * @param prometheusPort of the page of metrics for Prometheus; 0 for none
 * @param out where the topics' content is written; null for nowhere
 * @param columns of the terminal; 0 for lines instead of a screen
 * @param json where the summary is written as JSON; null for nowhere
 * @param models directory of the model packages
 * @param job further options of the job, by key
 */
record DemoOptions(
    @Nullable Duration duration,
    double rate,
    long seed,
    Instant start,
    int parallelism,
    int port,
    int prometheusPort,
    @Nullable Path out,
    int columns,
    @Nullable Path json,
    Path models,
    Map<String, String> job) {}
