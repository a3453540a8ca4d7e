/**
 * Sound from bytes to 16 kHz mono samples to what a model is given. Everything streams: an hour of
 * audio takes no more memory than a second. Support package: no Flink.
 */
@NullMarked
package io.earshot.media.audio;

import org.jspecify.annotations.NullMarked;
