package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that was refused, untouched, so that it can be mended and sent again.
 *
 * @param refusal why
 * @param source where it was read
 * @param headers its headers
 * @param key its key, if it had one
 * @param bytes its value as it came; null where it had none or is no longer at hand
 */
@SuppressWarnings("ArrayRecordComponent") // carried through, never compared
public record DeadLetter(
    Refusal refusal,
    SourceRef source,
    List<Inbound.Header> headers,
    byte @Nullable [] key,
    byte @Nullable [] bytes) {}
