package io.earshot.job.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka something now and then, on a thread of its own. What goes wrong is counted, and asked
 * again the next time. The client belongs to that thread, which makes it with the first question
 * and closes it when it ends, so that none is left however the two meet.
 */
final class AdminWatch {

  private static final Logger LOG = LoggerFactory.getLogger(AdminWatch.class);

  /** What is asked. */
  @FunctionalInterface
  interface Question {

    /** Asks. */
    void ask(Admin admin) throws ExecutionException, TimeoutException, InterruptedException;
  }

  private final Supplier<Admin> connect;
  private final Question question;
  private final Runnable failed;
  private final ScheduledExecutorService thread;
  private @Nullable Admin admin;

  /**
   * Begins to ask.
   *
   * @param connect makes the client
   * @param failed told of each question that was not answered
   * @param every how long after an answer it is asked again
   */
  AdminWatch(
      String name, Supplier<Admin> connect, Question question, Runnable failed, Duration every) {
    this.connect = connect;
    this.question = question;
    this.failed = failed;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            run -> {
              Thread created = new Thread(run, name);
              created.setDaemon(true);
              return created;
            });
    var unused =
        thread.scheduleWithFixedDelay(
            this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Admin open = admin;
      if (open == null) {
        open = connect.get();
        admin = open;
      }
      question.ask(open);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      // Of any kind: one that left this would end the schedule, and nobody would be told.
      failed.run();
      LOG.debug("Kafka does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (thread.isShutdown()) {
        disconnect();
      }
    }
  }

  private synchronized void disconnect() {
    Admin open = admin;
    admin = null;
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }

  /** Ends it; a question that is being asked is interrupted. */
  void stop() throws InterruptedException {
    thread.shutdownNow();
    // Not long: a task that is cancelled should not wait for a broker. A thread that is not done by
    // then disconnects when it is.
    if (thread.awaitTermination(1, TimeUnit.SECONDS)) {
      disconnect();
    }
  }
}
