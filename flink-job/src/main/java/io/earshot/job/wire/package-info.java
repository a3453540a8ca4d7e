/**
 * Between the Avro records of the topics and the records of the stages. The only place that knows
 * both.
 */
@NullMarked
package io.earshot.job.wire;

import org.jspecify.annotations.NullMarked;
