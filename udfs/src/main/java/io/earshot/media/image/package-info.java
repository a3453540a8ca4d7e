/**
 * Pictures from bytes to pixels to what a model is given. Sizes are read and held against the
 * limits before anything is decoded. Support package: immutable results, no Flink.
 */
@NullMarked
package io.earshot.media.image;

import org.jspecify.annotations.NullMarked;
