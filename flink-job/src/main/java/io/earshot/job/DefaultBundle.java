package io.earshot.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The bundle that decides if no other is given. */
public final class DefaultBundle {

  /** Its name in messages. */
  public static final String NAME = "default";

  private static final String RESOURCE = "/policies/default.yaml";

  private DefaultBundle() {}

  /** Its text. */
  public static String text() {
    try (InputStream in = DefaultBundle.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the job was built without " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
