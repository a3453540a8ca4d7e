/**
 * The whole of Earshot on one machine, with traffic, to be watched: {@code ./earshot demo}. The job
 * that runs is the one that runs on a cluster.
 */
@NullMarked
package io.earshot.job.demo;

import org.jspecify.annotations.NullMarked;
