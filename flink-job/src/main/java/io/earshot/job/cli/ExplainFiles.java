package io.earshot.job.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.job.ConfigurationException;
import io.earshot.job.DefaultBundle;
import io.earshot.job.cli.PolicyFiles.Text;
import io.earshot.policy.BundleRef;
import io.earshot.policy.PolicyBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records that an explanation needs, from files with one record of a topic a line, as {@code
 * ./earshot demo --out} writes them, or with records alone.
 */
final class ExplainFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String record;
  private final @Nullable Path audit;
  private final @Nullable Path bundle;

  /**
   * Files.
   *
   * @param record with the record to explain; {@code -} for standard input
   * @param audit with audit records; null for the one beside it
   * @param bundle with the bundle's text; null for the one that decided, if it can be found
   */
  ExplainFiles(String record, @Nullable Path audit, @Nullable Path bundle) {
    this.record = record;
    this.audit = audit;
    this.bundle = bundle;
  }

  /**
   * The record to explain.
   *
   * @param id of the event or the decision, if the file has more than one
   */
  JsonNode record(@Nullable String id) {
    List<JsonNode> records = new ArrayList<>();
    try (InputStream in =
        record.equals(PolicyFiles.STANDARD) ? System.in : Files.newInputStream(Path.of(record))) {
      read(record, in, one -> id == null || isOf(one, id), records);
    } catch (IOException e) {
      throw new ConfigurationException(record + " cannot be read: " + e.getMessage());
    }
    if (records.isEmpty()) {
      throw new ConfigurationException(
          id == null ? record + " has no record" : record + " has no record of " + id);
    }
    if (records.size() > 1 && id == null) {
      throw new ConfigurationException(
          record
              + " has more than one record; name one by its event id or decision id: --id "
              + records.get(0).path("eventId").asText(records.get(0).path("auditId").asText("ID")));
    }
    return records.get(0);
  }

  private static boolean isOf(JsonNode record, String id) {
    return id.equals(record.path("eventId").asText())
        || id.equals(record.path("decisionId").asText())
        || id.equals(record.path("auditId").asText())
        || id.equals(record.path("triggerEventId").asText());
  }

  /** The audit record of an event: of its repeats the one that was decided. */
  RecordedAudit audit(String triggerEventId) {
    Path file = audit != null ? audit : beside("decisions.audit.jsonl");
    if (file == null) {
      throw new ConfigurationException(
          "the audit record of event "
              + triggerEventId
              + " is needed; give a file with it: --audit FILE");
    }
    List<JsonNode> found = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      read(
          file.toString(),
          in,
          one ->
              triggerEventId.equals(one.path("triggerEventId").asText())
                  && !one.path("verdict").asText().equals("DUPLICATE"),
          found);
    } catch (IOException e) {
      throw new ConfigurationException(
          "audit records " + file + " cannot be read (" + e.getMessage() + "); give --audit FILE");
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(file + " has no audit record of event " + triggerEventId);
    }
    return RecordedAudit.of(found.get(0));
  }

  /** Actions about a decision, if the actions are at hand. */
  List<JsonNode> actionsOf(String decisionId) {
    Path file = beside("enforcement.actions.jsonl");
    List<JsonNode> found = new ArrayList<>();
    if (file != null) {
      try (InputStream in = Files.newInputStream(file)) {
        read(file.toString(), in, one -> decisionId.equals(one.path("decisionId").asText()), found);
      } catch (IOException e) {
        throw new ConfigurationException(file + " cannot be read: " + e.getMessage());
      }
    }
    return found;
  }

  /** The text of the bundle that decided. */
  Text bundle(BundleRef decided) {
    if (bundle != null) {
      Text given = PolicyFiles.read(bundle.toString());
      String digest = PolicyBundle.digest(given.yaml());
      if (!digest.equals(decided.digest())) {
        throw new ConfigurationException(
            "bundle "
                + decided.id()
                + " version "
                + decided.version()
                + " with SHA-256 "
                + decided.digest()
                + " decided, and "
                + bundle
                + " has "
                + digest
                + "; give the text that decided, unchanged");
      }
      return given;
    }
    List<String> candidates = new ArrayList<>(published());
    candidates.add(DefaultBundle.text());
    return candidates.stream()
        .filter(yaml -> PolicyBundle.digest(yaml).equals(decided.digest()))
        .findFirst()
        .map(yaml -> new Text(decided.id(), yaml))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "bundle "
                        + decided.id()
                        + " version "
                        + decided.version()
                        + " with SHA-256 "
                        + decided.digest()
                        + " decided, which is neither in control.policies.jsonl beside the record"
                        + " nor that of this build; give its text: --bundle FILE"));
  }

  /** Texts of the bundles that were published while the job ran. */
  private List<String> published() {
    Path file = beside("control.policies.jsonl");
    List<String> texts = new ArrayList<>();
    if (file != null) {
      List<JsonNode> records = new ArrayList<>();
      try (InputStream in = Files.newInputStream(file)) {
        read(file.toString(), in, one -> one.path("bundle").isTextual(), records);
      } catch (IOException e) {
        throw new ConfigurationException(file + " cannot be read: " + e.getMessage());
      }
      records.forEach(one -> texts.add(one.path("bundle").asText()));
    }
    return texts;
  }

  private @Nullable Path beside(String name) {
    if (record.equals(PolicyFiles.STANDARD)) {
      return null;
    }
    Path file = Path.of(record).toAbsolutePath().resolveSibling(name);
    return Files.exists(file) ? file : null;
  }

  /** Reads JSON records, one behind the other; of a line of a topic, the record in it. */
  private static void read(
      String name, InputStream in, Predicate<JsonNode> wanted, List<JsonNode> into)
      throws IOException {
    try (MappingIterator<JsonNode> records = JSON.readerFor(JsonNode.class).readValues(in)) {
      while (records.hasNextValue()) {
        JsonNode next = records.nextValue();
        JsonNode one = next.path("value").isObject() ? next.path("value") : next;
        if (wanted.test(one)) {
          into.add(one);
        }
      }
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(
          name
              + " is not JSON at line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage());
    }
  }
}
