@NullMarked
package io.earshot.risk.plays;

import org.jspecify.annotations.NullMarked;
