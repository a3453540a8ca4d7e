package io.earshot.intake;

/**
 * A signal that passed intake.
 *
 * @param signal what happened
 * @param source where it was read
 */
public record ArrivedSignal(CreatorSignal signal, SourceRef source) {}
