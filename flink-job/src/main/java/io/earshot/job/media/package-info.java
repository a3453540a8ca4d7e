/** Media by reference: which may be read, and the reading, through Flink's file systems. */
@NullMarked
package io.earshot.job.media;

import org.jspecify.annotations.NullMarked;
