/**
 * Benchmarks that anyone can repeat on one machine: the whole graph between topics, and scoring
 * beside a bare loop over the same batches. Never part of what runs on a cluster.
 */
@NullMarked
package io.earshot.job.bench;

import org.jspecify.annotations.NullMarked;
