/**
 * Sixth stage: policies as data. Bundles are read, type-checked as CEL and evaluated with a trace
 * of every comparison.
 */
@NullMarked
package io.earshot.policy;

import org.jspecify.annotations.NullMarked;
