/** The command line: one class a command, and one place that turns failures into exit codes. */
@NullMarked
package io.earshot.job.cli;

import org.jspecify.annotations.NullMarked;
