package io.earshot.intake;

/**
 * One part of a content's text.
 *
 * @param name which part: title, description, transcript, tags
 * @param text the text, as published
 */
public record TextField(String name, String text) {}
