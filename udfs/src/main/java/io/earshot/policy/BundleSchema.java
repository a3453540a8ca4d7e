package io.earshot.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of policy bundles, for editors and other tools. */
public final class BundleSchema {

  static final String RESOURCE = "/policies/bundle.schema.json";

  private BundleSchema() {}

  /** The schema, draft 2020-12. */
  public static String text() {
    try (InputStream in = BundleSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not in this jar; build udfs again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
