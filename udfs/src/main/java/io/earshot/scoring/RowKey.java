package io.earshot.scoring;

import io.earshot.id.Sha256;
import java.nio.ByteBuffer;

/** SHA-256 over a model's digest and a row. Two rows that share it are taken to be the same. */
public record RowKey(long first, long second, long third, long fourth) {

  /** The key of a token row under the model with that digest. */
  public static RowKey of(byte[] modelDigest, int[] tokens) {
    ByteBuffer bytes = ByteBuffer.allocate(modelDigest.length + tokens.length * Integer.BYTES);
    bytes.put(modelDigest).asIntBuffer().put(tokens);
    return of(bytes.array());
  }

  /** The key of a row of numbers under the model with that digest. */
  public static RowKey of(byte[] modelDigest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(modelDigest.length + values.length * Float.BYTES);
    bytes.put(modelDigest).asFloatBuffer().put(values);
    return of(bytes.array());
  }

  private static RowKey of(byte[] bytes) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.digest().digest(bytes));
    return new RowKey(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }
}
