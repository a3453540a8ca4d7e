package io.earshot.policy;

/**
 * A bundle as a decision names it.
 *
 * @param id which bundle
 * @param version which version of it
 * @param digest SHA-256 of its text
 */
public record BundleRef(String id, String version, String digest) {}
