/** The command line, {@code ./earshot}. Never part of what runs on a cluster. */
@NullMarked
package io.earshot.job.cli;

import org.jspecify.annotations.NullMarked;
