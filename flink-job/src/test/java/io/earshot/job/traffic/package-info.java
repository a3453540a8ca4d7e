/** What the traffic promises: same seed, same bytes; labels that hold; every script present. */
@NullMarked
package io.earshot.job.traffic;

import org.jspecify.annotations.NullMarked;
