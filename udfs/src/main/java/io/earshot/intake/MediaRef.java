package io.earshot.intake;

import org.jspecify.annotations.Nullable;

/**
 * A picture or a sound, inline or by reference.
 *
 * @param mediaType RFC 6838 type
 * @param sha256 of the bytes, 64 lower-case hex digits
 * @param content the bytes, if inline
 * @param uri where the bytes are, if not inline
 */
@SuppressWarnings(
    "ArrayRecordComponent") // the bytes are never compared; equality of media is equality of sha256
public record MediaRef(
    String mediaType, String sha256, byte @Nullable [] content, @Nullable String uri) {}
