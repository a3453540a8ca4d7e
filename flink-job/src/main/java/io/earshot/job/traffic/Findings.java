package io.earshot.job.traffic;

import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.Fact;
import java.util.Set;
import java.util.TreeSet;

/** What a decision says was found, in the terms of {@link Traffic#DETECTORS}. */
public final class Findings {

  private static final String PREFIX = "creator.detectors.";
  private static final String SUFFIX = ".fired";

  private Findings() {}

  /** The detectors that fired. */
  public static Set<String> of(DecisionAudit audit) {
    Set<String> found = new TreeSet<>();
    for (Fact fact : audit.getFacts()) {
      String name = fact.getName();
      if (name.startsWith(PREFIX) && name.endsWith(SUFFIX) && fact.getValue().equals("true")) {
        found.add(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
      }
    }
    return found;
  }
}
