/** Fifth stage: what is known about a creator, folded event by event. */
@NullMarked
package io.earshot.risk;

import org.jspecify.annotations.NullMarked;
