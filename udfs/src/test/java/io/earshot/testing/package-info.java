/** Builders of test data for all stages. */
@NullMarked
package io.earshot.testing;

import org.jspecify.annotations.NullMarked;
