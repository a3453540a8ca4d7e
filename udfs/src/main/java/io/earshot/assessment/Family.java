package io.earshot.assessment;

import org.jspecify.annotations.Nullable;

/** The families of the policy taxonomy. Ids are never renumbered; new ones go to the end. */
public enum Family {
  /** Child safety. */
  CSE,
  /** Terrorism and violent extremism. */
  TVE,
  /** Violence. */
  VIO,
  /** Hate. */
  HAT,
  /** Harassment and privacy. */
  HAR,
  /** Suicide and self-harm. */
  SSH,
  /** Sexual content. */
  SEX,
  /** Regulated goods. */
  REG,
  /** Misinformation. */
  MIS,
  /** Deception. */
  DEC,
  /** Platform integrity. */
  INT,
  /** Intellectual property. */
  IPR,
  /** Consumer information. */
  CON,
  /** Animals. */
  ANI,
  /** Labelling. */
  LAB,
  /** Legal orders. */
  LEG;

  /**
   * The family for which a model's label is evidence, or null for labels that are none (drawing,
   * neutral, speech).
   *
   * <p>This is the one place that knows which label of a model speaks to which family.
   */
  public static @Nullable Family ofLabel(String label) {
    return switch (label) {
      case "harassment" -> HAR;
      case "hate" -> HAT;
      case "sexual", "porn", "hentai" -> SEX;
      case "violence" -> VIO;
      case "self_harm" -> SSH;
      case "spam" -> INT;
      default -> null;
    };
  }
}
