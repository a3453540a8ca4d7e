/** The application: its options, its graph and its {@code main}. */
@NullMarked
package io.earshot.job;

import org.jspecify.annotations.NullMarked;
