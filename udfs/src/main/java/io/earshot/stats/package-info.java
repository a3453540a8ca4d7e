/**
 * Support: statistics over event time, small enough to keep one set a creator, and exact under
 * replay.
 */
@NullMarked
package io.earshot.stats;

import org.jspecify.annotations.NullMarked;
