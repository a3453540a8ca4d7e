/** Holds each model package of this module to what its manifest states. */
@NullMarked
package io.earshot.models;

import org.jspecify.annotations.NullMarked;
