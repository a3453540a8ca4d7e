/** The topics as sources and sinks of the graph. */
@NullMarked
package io.earshot.job.kafka;

import org.jspecify.annotations.NullMarked;
