package io.earshot.job.traffic;

/** A play and the name of the scenario that it belongs to. */
record Staged(String scenario, Play play) {}
