package io.earshot.job.traffic;

import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.PolicyOperation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/** What the platform of the traffic has told the job before the traffic begins. */
public final class Platform {

  /** Below a domain of the list. */
  static final String BLOCKED_SHOP = "https://shop.cheap-pills.example/offer";

  /** Below the domain of somebody else, who is not on it. */
  static final String UNBLOCKED_PAGE = "https://cheap-pills.example.org/warning";

  private static final String DOMAINS = "/traffic/blocked-domains.yaml";

  private Platform() {}

  /**
   * The list of domains to which nobody may link, as {@code policy domains publish} writes it.
   *
   * @param at from which event time on it holds
   */
  public static PolicyControl blockedDomains(Instant at) {
    return PolicyControl.newBuilder()
        .setEventId("traffic-blocked-domains")
        .setOperation(PolicyOperation.DOMAINS)
        .setBundle(text(DOMAINS))
        .setEventTime(at)
        .setEffectiveAt(at)
        .build();
  }

  private static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(Platform.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " of the jar", e);
    }
  }
}
