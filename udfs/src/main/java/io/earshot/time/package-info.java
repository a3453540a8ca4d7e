/** Support: event-time windows. Nothing here reads a clock. */
@NullMarked
package io.earshot.time;

import org.jspecify.annotations.NullMarked;
