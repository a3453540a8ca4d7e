/**
 * The detectors that come with the job, one class each; {@link io.earshot.risk.Detector} says how
 * to add one.
 */
@NullMarked
package io.earshot.risk.detectors;

import org.jspecify.annotations.NullMarked;
