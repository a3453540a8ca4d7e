/**
 * Second stage: what the models say. Work items go through asynchronous ONNX inference, or through
 * the scores that the platform supplied, and come out scored or, with a reason, unscored.
 */
@NullMarked
package io.earshot.scoring;

import org.jspecify.annotations.NullMarked;
