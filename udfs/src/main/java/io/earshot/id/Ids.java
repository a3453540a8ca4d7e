package io.earshot.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Name-based identifiers: UUID version 5 (SHA-1) of RFC 9562, section 5.5, below one namespace of
 * our own.
 *
 * <p>An id is derived from what it stands for and from nothing else, so a consumer that sees it
 * twice has seen a repeat.
 */
public final class Ids {

  private static final ThreadLocal<MessageDigest> SHA1 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-1");
            } catch (NoSuchAlgorithmException e) {
              throw new IllegalStateException("every Java platform has SHA-1 by specification", e);
            }
          });

  /** UUIDv5 of the name {@code earshot} in the DNS namespace of RFC 9562, appendix A. */
  private static final UUID NAMESPACE =
      uuid5(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "earshot");

  private Ids() {}

  /**
   * The id of a thing.
   *
   * @param kind what sort of thing it is, so that a decision and an event of the same parts differ
   * @param parts what makes it this one; each is prefixed by its length, so that no two lists of
   *     parts run together
   */
  public static String of(String kind, Object... parts) {
    StringBuilder name = new StringBuilder(64).append(kind);
    for (Object part : parts) {
      String text = String.valueOf(part);
      name.append('\u0000').append(text.length()).append(':').append(text);
    }
    return uuid5(NAMESPACE, name.toString()).toString();
  }

  private static UUID uuid5(UUID namespace, String name) {
    MessageDigest sha1 = SHA1.get();
    sha1.reset();
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits())
            .array());
    ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (digest.getLong() & 0xFFFFFFFFFFFF0FFFL) | 0x0000000000005000L;
    long low = (digest.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
