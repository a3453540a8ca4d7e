package io.earshot.media;

import java.util.Arrays;
import java.util.Random;

/** Damage as it happens, and as it is done on purpose. */
public final class Mutations {

  private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff};

  private Mutations() {}

  /** A damaged copy: bits, extreme bytes, cuts, repeats, holes, garbage, one to eight times. */
  public static byte[] of(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int i = 1 + random.nextInt(8); i > 0 && bytes.length > 4; i--) {
      int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(64, bytes.length));
      int length = 1 + random.nextInt(Math.min(40, bytes.length - at));
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) EDGES[random.nextInt(EDGES.length)];
        case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
        case 3 -> {
          byte[] longer = new byte[bytes.length + length];
          System.arraycopy(bytes, 0, longer, 0, at + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
        case 4 -> {
          byte[] shorter = new byte[bytes.length - length];
          System.arraycopy(bytes, 0, shorter, 0, at);
          System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
          bytes = shorter;
        }
        case 5 -> Arrays.fill(bytes, at, at + length, (byte) 0xff);
        default -> {
          byte[] noise = new byte[length];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
