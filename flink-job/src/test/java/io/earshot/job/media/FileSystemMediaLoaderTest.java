package io.earshot.job.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.intake.MediaRef;
import io.earshot.job.AllowedPrefixes;
import io.earshot.job.ConfigurationException;
import io.earshot.job.EarshotOptions;
import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import io.earshot.media.VerifiedStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemMediaLoaderTest {

  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  @TempDir Path folder;
  private String prefix = "";
  private FileSystemMediaLoader loader = loader(List.of(), 10);

  @BeforeEach
  void store() throws IOException {
    prefix = folder.toUri().toString().replace("file:///", "file:/");
    loader = loader(List.of(prefix + "covers/"), 10);
    Files.createDirectories(folder.resolve("covers"));
    Files.write(folder.resolve("covers/a.png"), BYTES);
    Files.write(folder.resolve("secret.png"), BYTES);
    Files.write(folder.resolve("covers/large.png"), new byte[11]);
  }

  @Test
  void a_medium_below_an_allowed_prefix_is_read_and_its_digest_checked() throws Exception {
    try (VerifiedStream in = loader.open(at(prefix + "covers/a.png", sha256(BYTES)))) {
      assertThat(in.readNBytes(3)).containsExactly(1, 2, 3);
      in.verify();
      assertThat(in.count()).isEqualTo(5);
    }
  }

  @Test
  void inline_content_needs_no_prefix() throws Exception {
    FileSystemMediaLoader none = loader(List.of(), 10);
    MediaRef inline = new MediaRef("image/png", sha256(BYTES), BYTES, null);
    try (VerifiedStream in = none.open(inline)) {
      assertThat(in.readAllBytes()).isEqualTo(BYTES);
      in.verify();
    }
  }

  @Test
  void other_bytes_than_those_named_are_refused() throws Exception {
    try (VerifiedStream in = loader.open(at(prefix + "covers/a.png", sha256(new byte[1])))) {
      assertReason(in::verify, Reason.DIGEST_MISMATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret.png",
        "covers/../secret.png",
        "covers/%2e%2e/secret.png",
        "covers/..%2fsecret.png",
        "covers/x/../../secret.png",
        "coversx/a.png",
        "covers/a.png#x",
        "covers/a b.png"
      })
  void an_address_outside_of_the_prefixes_is_refused(String path) {
    assertReason(() -> loader.open(at(prefix + path, sha256(BYTES))), Reason.NOT_ALLOWED);
  }

  @Test
  void without_prefixes_nothing_is_fetched() {
    FileSystemMediaLoader none = loader(List.of(), 10);

    assertReason(() -> none.open(at(prefix + "covers/a.png", "")), Reason.NOT_ALLOWED);
    assertReason(() -> none.open(at("covers/a.png", "")), Reason.NOT_ALLOWED);
    assertReason(() -> none.open(at("https://example.org/a.png", "")), Reason.NOT_ALLOWED);
  }

  @Test
  void what_is_missing_or_too_large_is_said_to_be_that() {
    assertReason(() -> loader.open(at(prefix + "covers/none.png", "")), Reason.UNREACHABLE);
    assertReason(() -> loader.open(at(prefix + "covers/", "")), Reason.UNREACHABLE);
    assertReason(() -> loader.open(at(prefix + "covers/large.png", "")), Reason.TOO_LARGE);
    FileSystemMediaLoader odd = loader(List.of("odd://store/"), 10);
    assertReason(() -> odd.open(at("odd://store/a.png", "")), Reason.UNREACHABLE);
  }

  @Test
  void options_are_read_and_a_prefix_that_could_be_meant_otherwise_is_refused() {
    Configuration options = new Configuration();
    options.setString(
        EarshotOptions.MEDIA_ALLOWED_PREFIXES.key(), "s3://bucket/covers/;gs://other/");

    assertThat(MediaAccess.of(options).allowed().prefixes())
        .containsExactly("s3://bucket/covers/", "gs://other/");
    assertThat(MediaAccess.of(new Configuration()).allowed().prefixes()).isEmpty();
    for (String bad :
        List.of("s3://bucket/covers", "/covers/", "s3://me@bucket/", "s3://b/../", "S3://b/")) {
      options.setString(EarshotOptions.MEDIA_ALLOWED_PREFIXES.key(), bad);
      assertThatThrownBy(() -> MediaAccess.of(options))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(bad);
    }
  }

  private static FileSystemMediaLoader loader(List<String> prefixes, long maxBytes) {
    return new FileSystemMediaLoader(
        new MediaAccess(
            new AllowedPrefixes("scoring.media.allowed-prefixes", prefixes),
            maxBytes,
            Duration.ofSeconds(10),
            1,
            1));
  }

  private static MediaRef at(@Nullable String uri, String sha256) {
    return new MediaRef("image/png", sha256, null, uri);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertReason(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
