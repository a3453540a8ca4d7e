package io.earshot.intake;

/** A change that somebody asks for on a control topic, to take effect at a stated event time. */
public interface ControlChange {

  /** Unique for the change; a repeat of it is the same change. */
  String eventId();

  /** Name of the control topic, without prefix. */
  String topic();

  /** What it is about, as the answer names it. */
  String subject();

  /** When it was published, milliseconds since the epoch. */
  long publishedAt();

  /** From which event time on, as asked for, milliseconds since the epoch. */
  long effectiveAt();

  /** From which event time on it is in effect: never before it was published. */
  long takesEffectAt();
}
