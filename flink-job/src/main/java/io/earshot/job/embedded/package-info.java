/**
 * Kafka and Flink in this process, on loopback, for the demo, the benchmarks and the tests: nothing
 * to install, nothing left behind. Never part of what runs on a cluster.
 */
@NullMarked
package io.earshot.job.embedded;

import org.jspecify.annotations.NullMarked;
