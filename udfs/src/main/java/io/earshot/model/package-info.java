/**
 * Model packages and what runs them: the manifest, the check of a package's files, ONNX Runtime
 * sessions on the device asked for, and the classifier that turns token rows into scores. Support
 * package: knows neither Flink nor any stage.
 */
@NullMarked
package io.earshot.model;

import org.jspecify.annotations.NullMarked;
