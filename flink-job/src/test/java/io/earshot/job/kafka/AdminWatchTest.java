package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Kafka is asked again whatever happens, and no client is left. */
class AdminWatchTest {

  private static final Duration EVERY = Duration.ofMillis(1);

  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void a_failure_of_any_kind_is_counted_and_asked_again() throws Exception {
    CountDownLatch asked = new CountDownLatch(5);
    AtomicInteger number = new AtomicInteger();
    AdminWatch watch =
        watch(
            admin -> {
              asked.countDown();
              switch (number.getAndIncrement()) {
                case 0 -> throw new IllegalStateException("a fault of the client");
                case 1 -> throw new KafkaException("no broker");
                default -> {}
              }
            });
    assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
    watch.stop();

    assertThat(failures).hasValue(2);
    assertThat(opened).hasValue(1);
    assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void a_client_that_is_made_while_it_ends_is_closed_too() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AdminWatch watch =
        new AdminWatch(
            "test",
            () -> {
              making.countDown();
              awaitUninterrupted(go);
              return admin();
            },
            admin -> {},
            failures::incrementAndGet,
            EVERY);
    assertThat(making.await(1, TimeUnit.MINUTES)).isTrue();

    watch.stop();
    assertThat(opened).hasValue(0);
    go.countDown();

    assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(opened).hasValue(1);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // A client that is being made does not look at this either.
      }
    }
  }

  private AdminWatch watch(AdminWatch.Question question) {
    return new AdminWatch("test", this::admin, question, failures::incrementAndGet, EVERY);
  }

  private Admin admin() {
    opened.incrementAndGet();
    return (Admin)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.countDown();
              }
              return null;
            });
  }
}
