/**
 * Labelled traffic: a pack of written items and scripted creators that play them as content and
 * creator events, the same ones for the same seed. The demo, the tests and the benchmarks read it;
 * the job itself knows nothing of it, and no label ever travels on a topic.
 */
@NullMarked
package io.earshot.job.traffic;

import org.jspecify.annotations.NullMarked;
