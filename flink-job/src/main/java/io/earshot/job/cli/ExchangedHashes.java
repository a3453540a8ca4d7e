package io.earshot.job.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.job.ConfigurationException;
import io.earshot.matching.BankEntry;
import io.earshot.matching.FingerprintKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hashes as the field exchanges them in JSON: signals of ThreatExchange ({@code data} with {@code
 * id}, {@code type} HASH_PDQ or HASH_SHA256, {@code indicator}, {@code status}, {@code
 * expired_on}), and hashes after NCMEC's hash sharing ({@code hashes} with {@code id}, {@code type}
 * pdq or sha256 and {@code value}; its API itself speaks XML). A signal with the status
 * NON_MALICIOUS is known to be safe.
 */
final class ExchangedHashes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bank;
  private final String policy;
  private final int severity;
  private final String source;
  private final Map<String, Integer> leftOut;

  /**
   * A reader.
   *
   * @param bank of all entries
   * @param policy that they violate; empty if they are known to be safe
   * @param leftOut where types that are not matched here are counted
   */
  ExchangedHashes(
      String bank, String policy, int severity, String source, Map<String, Integer> leftOut) {
    this.bank = bank;
    this.policy = policy;
    this.severity = severity;
    this.source = source;
    this.leftOut = leftOut;
  }

  /**
   * The entries of a file.
   *
   * @throws ConfigurationException with the place and the way out when one cannot be used
   */
  List<BankEntry> read(Path file) {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read: " + e, e);
    }
    boolean signals = root.path("data").isArray();
    JsonNode listed = signals ? root.path("data") : root.path("hashes");
    if (!listed.isArray()) {
      throw new ConfigurationException(
          file + " has neither \"data\" (ThreatExchange) nor \"hashes\" (NCMEC) with a list in it");
    }
    List<BankEntry> entries = new ArrayList<>();
    for (int i = 0; i < listed.size(); i++) {
      JsonNode node = listed.get(i);
      String type = node.path("type").asText("").toLowerCase(Locale.ROOT);
      FingerprintKind kind =
          FingerprintKind.of(type.startsWith("hash_") ? type.substring(5) : type);
      if (kind == null) {
        leftOut.merge(type.isEmpty() ? "none" : type, 1, Integer::sum);
        continue;
      }
      entries.add(entry(node, kind, signals ? "indicator" : "value", file + ", number " + (i + 1)));
    }
    return entries;
  }

  private BankEntry entry(JsonNode node, FingerprintKind kind, String value, String place) {
    boolean safe = node.path("status").asText("").equals("NON_MALICIOUS");
    BankEntry entry =
        new BankEntry(
            bank,
            node.path("id").asText(""),
            kind,
            node.path(value).asText("").toLowerCase(Locale.ROOT),
            safe ? "" : policy,
            severity,
            source,
            0,
            time(node.path("expired_on").asText(null), place),
            kind.farthest());
    List<String> faults = entry.faults();
    if (!faults.isEmpty()) {
      throw new ConfigurationException(place + ": " + String.join("; ", faults));
    }
    return entry;
  }

  private static long time(@Nullable String text, String place) {
    if (text == null || text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      // ThreatExchange writes +0000 for the zone.
      return Instant.parse(text.replace("+0000", "Z")).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          place + ": expired_on is " + text + ", but must be a time such as 2026-01-31T00:00:00Z",
          e);
    }
  }
}
