/** The command line: {@code ./earshot --help}. */
@NullMarked
package io.earshot.job.cli;

import org.jspecify.annotations.NullMarked;
