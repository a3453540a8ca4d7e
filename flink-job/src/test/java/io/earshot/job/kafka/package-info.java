@NullMarked
package io.earshot.job.kafka;

import org.jspecify.annotations.NullMarked;
