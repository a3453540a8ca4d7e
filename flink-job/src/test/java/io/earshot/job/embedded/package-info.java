/** The embedded Kafka and Flink start, do their work, say what is wrong, and leave nothing. */
@NullMarked
package io.earshot.job.embedded;

import org.jspecify.annotations.NullMarked;
