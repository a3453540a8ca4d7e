package io.earshot.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Which creators something in canary is tried on: a policy, or a version of a model.
 *
 * <p>Each creator has a fixed number between 0 and 100 for each such thing, evenly spread, and is
 * in the share if it lies below the percentage. So a creator stays in or out as long as the
 * percentage stays, raising it only adds creators, and two things are tried on different ones.
 */
public final class CreatorShare {

  /** Bits of the number: as many as a fraction holds exactly. */
  private static final int BITS = 53;

  private CreatorShare() {}

  /**
   * Whether a creator is in the share.
   *
   * @param what is tried: the policy's id, or the name of the version
   * @param percent share of creators, above 0 and below 100
   */
  public static boolean includes(String what, String creatorId, double percent) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(what.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(creatorId.getBytes(StandardCharsets.UTF_8));
    long bits = ByteBuffer.wrap(sha256.digest()).getLong() >>> (Long.SIZE - BITS);
    return 100.0 * (bits / (double) (1L << BITS)) < percent;
  }
}
