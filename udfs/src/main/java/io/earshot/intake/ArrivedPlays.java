package io.earshot.intake;

/**
 * Plays that passed intake.
 *
 * @param plays what was counted
 * @param source where it was read
 */
public record ArrivedPlays(PlayAggregate plays, SourceRef source) {}
