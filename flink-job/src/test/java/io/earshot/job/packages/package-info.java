@NullMarked
package io.earshot.job.packages;

import org.jspecify.annotations.NullMarked;
