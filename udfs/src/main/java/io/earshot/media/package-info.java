/**
 * What a model is given instead of the raw medium: normalised text and its tokens. Everything here
 * is immutable, deterministic and free of Flink, because training scripts run the same classes as
 * the stream and a score must not depend on who asked for it.
 */
@NullMarked
package io.earshot.media;

import org.jspecify.annotations.NullMarked;
