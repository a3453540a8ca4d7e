package io.earshot.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Which creators a policy in canary acts on.
 *
 * <p>Each creator has a fixed number between 0 and 100 for each policy, evenly spread, and is in
 * the share if it lies below the percentage. So a creator stays in or out as long as the percentage
 * stays, raising it only adds creators, and two policies try themselves on different ones.
 */
final class CanaryShare {

  /** Bits of the number: as many as a fraction holds exactly. */
  private static final int BITS = 53;

  private CanaryShare() {}

  /**
   * Whether a policy acts on a creator.
   *
   * @param percent share of creators, above 0 and below 100
   */
  static boolean includes(String policyId, String creatorId, double percent) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(policyId.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    sha256.update(creatorId.getBytes(StandardCharsets.UTF_8));
    long bits = ByteBuffer.wrap(sha256.digest()).getLong() >>> (Long.SIZE - BITS);
    return 100.0 * (bits / (double) (1L << BITS)) < percent;
  }
}
