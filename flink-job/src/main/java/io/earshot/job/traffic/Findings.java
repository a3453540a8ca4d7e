package io.earshot.job.traffic;

import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.Fact;
import java.util.Set;
import java.util.TreeSet;

/** What a decision says was found, in the terms of {@link Traffic#DETECTORS}. */
public final class Findings {

  /** What stands for known media, which no single detector is for. */
  public static final String KNOWN_MEDIA = "known media";

  /** Copies as they are, and altered ones. */
  private static final Set<String> MATCHES = Set.of("matches.policies", "matches.altered");

  private static final String PREFIX = "creator.detectors.";
  private static final String SUFFIX = ".fired";

  private Findings() {}

  /** The detectors that fired, and whether known media was found. */
  public static Set<String> of(DecisionAudit audit) {
    Set<String> found = new TreeSet<>();
    for (Fact fact : audit.getFacts()) {
      String name = fact.getName();
      if (name.startsWith(PREFIX) && name.endsWith(SUFFIX) && fact.getValue().equals("true")) {
        found.add(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
      } else if (MATCHES.contains(name) && !fact.getValue().equals("[]")) {
        found.add(KNOWN_MEDIA);
      }
    }
    return found;
  }
}
