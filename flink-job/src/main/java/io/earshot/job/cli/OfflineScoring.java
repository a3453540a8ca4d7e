package io.earshot.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.intake.Modality;
import io.earshot.intake.TextField;
import io.earshot.job.cli.ScoreRequest.BadLine;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.TextScorer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Scores JSON lines through the scorer of the job. Answers come in the order of the lines, one a
 * line that is not blank, whatever a line holds; in memory are only the lines that are being scored
 * and the newest ids.
 */
final class OfflineScoring {

  /** Lines that are scored at once: enough for full batches, little enough to be nothing. */
  static final int IN_FLIGHT = 256;

  /** Bytes of a line; the longest text that the job takes fits in. */
  static final int MAX_LINE_BYTES = 4 << 20;

  /** Within so many lines an id may not come again; remembering all would need endless memory. */
  static final int REMEMBERED_IDS = 100_000;

  /**
   * What became of the lines so far.
   *
   * @param scored lines with scores for all that they asked for
   * @param unscored lines of which something has no scores
   * @param bad lines that are no request
   */
  record Tally(long scored, long unscored, long bad) {

    /** All lines. */
    long lines() {
      return scored + unscored + bad;
    }

    private Tally plus(Outcome outcome) {
      return switch (outcome) {
        case SCORED -> new Tally(scored + 1, unscored, bad);
        case UNSCORED -> new Tally(scored, unscored + 1, bad);
        case BAD -> new Tally(scored, unscored, bad + 1);
      };
    }
  }

  private enum Outcome {
    SCORED,
    UNSCORED,
    BAD
  }

  private record Answer(Outcome outcome, ObjectNode json) {}

  /** Where answers go, one after the other. */
  interface Answers {

    /** Takes the answer to the next line that is not blank. */
    void accept(ObjectNode answer) throws IOException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TextScorer scorer;
  private final OfflineMedia media;
  private final Answers answers;
  private final Consumer<Tally> progress;
  private final Deque<CompletableFuture<Answer>> inFlight = new ArrayDeque<>();
  private final Map<String, Long> lineOfId =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED_IDS;
        }
      };
  private Tally tally = new Tally(0, 0, 0);

  /**
   * A run.
   *
   * @param scorer of texts
   * @param media scores pictures and sounds
   * @param answers gets an answer a line that is not blank
   * @param progress hears of every answer
   */
  OfflineScoring(TextScorer scorer, OfflineMedia media, Answers answers, Consumer<Tally> progress) {
    this.scorer = scorer;
    this.media = media;
    this.answers = answers;
    this.progress = progress;
  }

  /** Answers as JSON lines; the stream is neither flushed nor closed. */
  static Answers lines(OutputStream out) {
    return answer -> {
      out.write(JSON.writeValueAsBytes(answer));
      out.write('\n');
    };
  }

  /**
   * Answers every line of an input.
   *
   * @throws IOException if the input cannot be read or the output cannot be written
   * @throws InterruptedException when interrupted; answers may be missing then
   */
  Tally run(InputStream in) throws IOException, InterruptedException {
    BoundedLines lines = new BoundedLines(in, MAX_LINE_BYTES);
    for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
      if (isBlank(line.bytes())) {
        continue;
      }
      if (inFlight.size() == IN_FLIGHT) {
        write(inFlight.remove().join());
      }
      inFlight.add(submit(line));
      while (!inFlight.isEmpty() && inFlight.element().isDone()) {
        write(inFlight.remove().join());
      }
    }
    while (!inFlight.isEmpty()) {
      write(inFlight.remove().join());
    }
    return tally;
  }

  private CompletableFuture<Answer> submit(BoundedLines.Line line) throws InterruptedException {
    try {
      byte[] bytes = line.bytes();
      if (bytes == null) {
        throw new BadLine(
            null, "the line has more than " + MAX_LINE_BYTES + " bytes, the limit; shorten it");
      }
      ScoreRequest request = ScoreRequest.parse(bytes);
      Long earlier = lineOfId.putIfAbsent(request.id(), line.number());
      if (earlier != null) {
        throw new BadLine(
            request.id(), "id is that of line " + earlier + " already; make it unique");
      }
      return score(request);
    } catch (BadLine e) {
      return CompletableFuture.completedFuture(
          bad(e.id(), line.number(), String.valueOf(e.getMessage())));
    }
  }

  private CompletableFuture<Answer> score(ScoreRequest request) throws InterruptedException {
    Map<String, CompletableFuture<OfflineMedia.Scored>> parts = new LinkedHashMap<>();
    if (request.text() != null) {
      parts.put(
          "text",
          scorer
              .score(List.of(new TextField("text", request.text())), 0)
              .thenApply(scores -> new OfflineMedia.Scored(scores, null)));
    }
    if (request.image() != null) {
      parts.put("image", media.score(Modality.IMAGE, request.id(), request.image()));
    }
    if (request.audio() != null) {
      parts.put("audio", media.score(Modality.AUDIO, request.id(), request.audio()));
    }
    return CompletableFuture.allOf(parts.values().toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> answer(request, parts));
  }

  private static Answer answer(
      ScoreRequest request, Map<String, CompletableFuture<OfflineMedia.Scored>> parts) {
    ObjectNode json = JSON.createObjectNode().put("id", request.id());
    ObjectNode scores = json.putObject("scores");
    ObjectNode models = json.putObject("models");
    ObjectNode unscored = JSON.createObjectNode();
    ObjectNode errors = JSON.createObjectNode();
    parts.forEach(
        (name, part) -> {
          OfflineMedia.Scored scored = part.join();
          ModelScores of = scored.scores();
          for (LabelScore score : of.scores()) {
            // A label that two models have is as high as the higher says.
            double known = scores.path(score.label()).asDouble(-1);
            scores.put(score.label(), Math.max(known, score.score()));
          }
          if (of.unscored() != null) {
            unscored.put(name, of.unscored().name());
          } else {
            models.put(name, of.modelId() + "@" + of.modelVersion());
          }
          if (scored.error() != null) {
            errors.put(name, scored.error());
          }
        });
    if (unscored.isEmpty()) {
      return new Answer(Outcome.SCORED, json);
    }
    json.set("unscored", unscored);
    if (!errors.isEmpty()) {
      json.set("errors", errors);
    }
    return new Answer(Outcome.UNSCORED, json);
  }

  private static Answer bad(@Nullable String id, long line, String error) {
    ObjectNode json = JSON.createObjectNode();
    if (id != null) {
      json.put("id", id);
    }
    return new Answer(Outcome.BAD, json.put("line", line).put("error", error));
  }

  private void write(Answer answer) throws IOException {
    answers.accept(answer.json());
    tally = tally.plus(answer.outcome());
    progress.accept(tally);
  }

  static boolean isBlank(byte @Nullable [] line) {
    if (line == null) {
      return false;
    }
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** How a tally reads. */
  static String text(Tally tally, double seconds) {
    return String.format(
        Locale.ROOT,
        "%,d lines: %,d scored, %,d unscored, %,d bad; %,.0f lines/s",
        tally.lines(),
        tally.scored(),
        tally.unscored(),
        tally.bad(),
        tally.lines() / Math.max(seconds, 0.001));
  }
}
