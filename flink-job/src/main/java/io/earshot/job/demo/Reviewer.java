package io.earshot.job.demo;

import io.earshot.job.traffic.LabelReviewer;
import io.earshot.job.traffic.TrafficEvent.ReviewPlayed;
import io.earshot.schemas.avro.ReviewTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Looks at tasks while the traffic plays, and answers them at the event time at which the traffic
 * is. Faster than people are, so that a minute shows what comes of their answers. Tasks come in on
 * one thread, and answers are taken on another.
 */
final class Reviewer {

  private final Scoreboard scoreboard;
  private final Queue<ReviewTask> waiting = new ConcurrentLinkedQueue<>();

  Reviewer(Scoreboard scoreboard) {
    this.scoreboard = scoreboard;
  }

  /** A task was opened, which is for this reviewer or not. */
  void asked(ReviewTask task) {
    waiting.add(task);
  }

  /**
   * The answers to what waits.
   *
   * @param now event time of the traffic
   */
  List<ReviewPlayed> answers(Instant now) {
    List<ReviewPlayed> answers = new ArrayList<>();
    for (ReviewTask task = waiting.poll(); task != null; task = waiting.poll()) {
      LabelReviewer.answer(task, scoreboard.label(task.getSubject()), now).ifPresent(answers::add);
    }
    return answers;
  }
}
