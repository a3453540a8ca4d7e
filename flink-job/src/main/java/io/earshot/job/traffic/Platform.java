package io.earshot.job.traffic;

import io.earshot.matching.AudioFingerprint;
import io.earshot.matching.AudioFingerprinter;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioLimits;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.BankOperation;
import io.earshot.schemas.avro.Media;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.PolicyOperation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the platform of the traffic has told the job before the traffic begins. */
public final class Platform {

  /** Below a domain of the list. */
  static final String BLOCKED_SHOP = "https://shop.cheap-pills.example/offer";

  /** Below the domain of somebody else, who is not on it. */
  static final String UNBLOCKED_PAGE = "https://cheap-pills.example.org/warning";

  /** Of the song that a rights holder has in a bank. */
  static final Dice KNOWN_TUNE = new Dice(1).at("known song");

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

  /**
   * The entry of a bank that knows one song by its sound, as {@code bank publish} writes it.
   *
   * @param at from which event time on it holds
   */
  public static BankControl knownSong(Instant at) {
    AudioFingerprint sound = fingerprint(new Recording(KNOWN_TUNE, 0, Recording.Form.SONG));
    return BankControl.newBuilder()
        .setEventId("traffic-known-song")
        .setBankId("demo-rights")
        .setEntryId("song-1")
        .setOperation(BankOperation.ADD)
        .setFingerprintKind("chromaprint")
        .setFingerprint(
            IntStream.range(0, sound.length())
                .mapToObj(i -> Integer.toUnsignedString(sound.print(i)))
                .collect(Collectors.joining(",")))
        .setPolicyId("IPR.COPYRIGHT")
        .setSource("the platform of the traffic")
        .setEventTime(at)
        .setEffectiveAt(at)
        .build();
  }

  private static AudioFingerprint fingerprint(Recording recording) {
    Media sound = SampleMedia.sound(recording);
    byte[] bytes = new byte[sound.getContent().remaining()];
    sound.getContent().duplicate().get(bytes);
    try {
      return AudioFingerprinter.fingerprint(
          new AudioDecoder(AudioLimits.DEFAULT)
              .open(
                  new ByteArrayInputStream(bytes), sound.getMediaType(), AudioFingerprinter.RATE));
    } catch (IOException e) {
      throw new UncheckedIOException("a recording of the traffic cannot be heard", e);
    }
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
