package io.earshot.job.demo;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wish to stop: Ctrl-C or a TERM signal. The second one ends the process where it stands.
 *
 * <p>A shutdown hook would not do: hooks run all at once, so Flink's own would delete its files
 * under the job while that still drains. The JDK has signal handlers only in {@code sun.misc},
 * which is reached by name here, so that a JDK without it merely loses the clean stop.
 */
final class StopSignal {

  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  /** What a shell reports of a process that SIGINT ended. */
  private static final int INTERRUPTED = 130;

  private final CountDownLatch stop = new CountDownLatch(1);

  /** Listens to the signals of this process from now on. */
  static StopSignal listening() {
    StopSignal signal = new StopSignal();
    signal.handle("INT");
    signal.handle("TERM");
    return signal;
  }

  private void handle(String name) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, args) -> answer(proxy, method, args));
      signalType
          .getMethod("handle", signalType, handlerType)
          .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.info("This Java takes no handler for {}; it will end the process at once", name, e);
    }
  }

  private Object answer(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "handle" -> {
        if (stop.getCount() == 0) {
          Runtime.getRuntime().halt(INTERRUPTED);
        }
        stop.countDown();
        yield 0;
      }
      case "equals" -> args[0] == proxy;
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "StopSignal";
    };
  }

  /** Asks to stop, as a signal does. */
  void raise() {
    stop.countDown();
  }

  /** Whether it was asked to stop. */
  boolean isRaised() {
    return stop.getCount() == 0;
  }

  /** Waits for the wish, at most so long; whether it came. */
  boolean await(Duration limit) throws InterruptedException {
    return stop.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
