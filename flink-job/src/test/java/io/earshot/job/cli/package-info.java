@NullMarked
package io.earshot.job.cli;

import org.jspecify.annotations.NullMarked;
