@NullMarked
package io.earshot.job.bench;

import org.jspecify.annotations.NullMarked;
