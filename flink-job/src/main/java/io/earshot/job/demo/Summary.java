package io.earshot.job.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.job.demo.Agreements.Agreement;
import io.earshot.job.demo.Scoreboard.Snapshot;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the demo says at its end.
 *
 * @param counts everything that was counted
 * @param played how long traffic was played
 * @param seed of the traffic
 * @param notes why events are in flight, one line a reason; empty where the job kept up
 */
record Summary(Snapshot counts, Duration played, long seed, List<String> notes) {

  double eventsPerSecond() {
    return played.isZero() ? 0 : counts.inputs() / (played.toNanos() / 1e9);
  }

  /** The summary for people, several lines. */
  String text() {
    StringBuilder out = new StringBuilder();
    line(
        out,
        "%,d events in %,d s, %.1f a second (seed %d)",
        counts.inputs(),
        Math.round(played.toMillis() / 1000.0),
        eventsPerSecond(),
        seed);
    line(
        out,
        "in %,d = decided %,d + refused %,d + late %,d + in flight %,d",
        counts.inputs(),
        counts.decided(),
        counts.refused(),
        counts.late(),
        counts.inFlight());
    line(out, "decided: %s", listed(counts.verdicts()));
    if (!counts.refusals().isEmpty()) {
      line(out, "refused: %s", listed(counts.refusals()));
    }
    if (!counts.reviews().isEmpty()) {
      line(
          out,
          "reviewed, by somebody who knows the labels: %s; these answers are events too",
          listed(counts.reviews()));
    }
    if (counts.plays() > 0) {
      line(
          out,
          "aggregates of plays: %,d, late or refused %,d, decisions on tracks that rest on them:"
              + " %,d",
          counts.plays(),
          counts.lostPlays(),
          counts.judgedTracks());
    }
    notes.forEach(note -> line(out, "note: %s", note));
    line(
        out,
        counts.timeToActionP50() < 0
            ? "no action"
            : "time to action: p50 %s, p99 %s, from an event in Kafka to its action read from"
                + " there",
        seconds(counts.timeToActionP50()),
        seconds(counts.timeToActionP99()));
    if (!counts.actions().isEmpty()) {
      line(out, "");
      line(out, "%-24s %8s", "action", "count");
      counts.actions().forEach((action, count) -> line(out, "%-24s %,8d", action, count));
    }
    if (!counts.actionsByPolicy().isEmpty()) {
      line(out, "");
      line(out, "%-24s %8s", "policy", "actions");
      counts.actionsByPolicy().forEach((id, count) -> line(out, "%-24s %,8d", id, count));
    }
    if (!counts.policies().isEmpty()) {
      line(out, "");
      line(out, "%s", "decisions against labels, reviews included; on the right without them");
      line(
          out,
          "%-24s %9s %9s %8s %5s %12s %9s",
          "policy",
          "precision",
          "recall",
          "support",
          "fair",
          "restrictions",
          "precision");
      counts
          .policies()
          .forEach(
              (policy, agreement) ->
                  line(
                      out,
                      "%-24s %9s %9s %,8d %,5d %,12d %9s",
                      policy,
                      share(agreement.precision()),
                      share(agreement.recall()),
                      agreement.support(),
                      agreement.fair(),
                      agreement.restricted(),
                      share(agreement.restrictedPrecision())));
    }
    if (!counts.detectors().isEmpty()) {
      line(out, "");
      line(out, "%s", "detectors against the scripts of the traffic, by creator");
      line(out, "%-24s %9s %9s %8s %8s", "detector", "precision", "recall", "support", "creators");
      counts
          .detectors()
          .forEach(
              (id, score) ->
                  line(
                      out,
                      "%-24s %9s %9s %,8d %,8d",
                      id + name(id),
                      share(score.precision()),
                      share(score.recall()),
                      score.support(),
                      score.creators()));
    }
    return out.toString();
  }

  /** The words of a detector, if it is one of this build. */
  private static String name(String id) {
    Detector detector = DetectorCatalog.installed().find(id);
    return detector == null ? "" : " " + detector.spec().name();
  }

  /**
   * The summary for programs. Keys are only ever added; precision and recall are null where there
   * is nothing to divide by, latencies where there was no action.
   */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("inputs", counts.inputs());
    json.put("decided", counts.decided());
    json.put("refused", counts.refused());
    json.put("late", counts.late());
    json.put("inFlight", counts.inFlight());
    json.put("plays", counts.plays());
    json.put("lostPlays", counts.lostPlays());
    json.put("judgedTracks", counts.judgedTracks());
    ObjectNode verdicts = json.putObject("verdicts");
    counts.verdicts().forEach(verdicts::put);
    ObjectNode refusals = json.putObject("refusals");
    counts.refusals().forEach(refusals::put);
    ObjectNode reviews = json.putObject("reviews");
    counts.reviews().forEach(reviews::put);
    ObjectNode actions = json.putObject("actions");
    counts.actions().forEach(actions::put);
    ObjectNode byPolicy = json.putObject("actionsByPolicy");
    counts.actionsByPolicy().forEach(byPolicy::put);
    ObjectNode policies = json.putObject("policies");
    counts.policies().forEach((policy, agreement) -> put(policies.putObject(policy), agreement));
    ObjectNode detectors = json.putObject("detectors");
    counts
        .detectors()
        .forEach(
            (id, score) ->
                detectors
                    .putObject(id)
                    .put("precision", rounded(score.precision()))
                    .put("recall", rounded(score.recall()))
                    .put("support", score.support())
                    .put("creators", score.creators()));
    ObjectNode latency = json.putObject("timeToActionMs");
    latency.put("p50", latency(counts.timeToActionP50()));
    latency.put("p99", latency(counts.timeToActionP99()));
    json.put("eventsPerSecond", Math.round(eventsPerSecond() * 1000) / 1000.0);
    json.put("seed", seed);
    ArrayNode lines = json.putArray("notes");
    notes.forEach(lines::add);
    return json;
  }

  /**
   * Writes {@link #json} to a file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(
          file,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json())
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the summary to " + file, e);
    }
  }

  private static void put(ObjectNode into, Agreement agreement) {
    into.put("precision", rounded(agreement.precision()));
    into.put("recall", rounded(agreement.recall()));
    into.put("support", agreement.support());
    into.put("restrictions", agreement.restricted());
    into.put("restrictionsPrecision", rounded(agreement.restrictedPrecision()));
    into.put("fair", agreement.fair());
  }

  private static @Nullable Double rounded(@Nullable Double share) {
    return share == null ? null : Math.round(share * 10_000) / 10_000.0;
  }

  private static @Nullable Long latency(long millis) {
    return millis < 0 ? null : millis;
  }

  /** A latency for people: {@code 1.2 s}, or a dash. */
  static String seconds(long millis) {
    return millis < 0 ? "-" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String listed(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String share(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.2f", share);
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
