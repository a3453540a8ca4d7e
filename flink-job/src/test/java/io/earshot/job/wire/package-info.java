@NullMarked
package io.earshot.job.wire;

import org.jspecify.annotations.NullMarked;
