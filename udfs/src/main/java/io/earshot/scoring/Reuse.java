package io.earshot.scoring;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Results that are a function of their key and costly to make: the newest ones are remembered, and
 * what is asked for while it is being made is made once.
 *
 * <p>Only results are shared, never the lack of one. That a store hung or an address was not
 * allowed says something about one request and nothing about the medium: so whoever waited for
 * another's attempt that failed makes its own, and is as it would have been alone. For many
 * threads.
 *
 * @param <K> by which results are the same
 * @param <V> a result, which must not change
 */
public final class Reuse<K, V> {

  private final long limit;
  private final ToLongFunction<? super V> weight;
  private final Map<K, V> remembered = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<K, CompletableFuture<@Nullable V>> flights = new HashMap<>();
  private long held;
  private long reused;

  /**
   * Remembers nothing yet.
   *
   * @param limit of what all that is remembered weighs; with 0 nothing is, and nothing is shared
   * @param weight of a result; one that weighs more than the limit is not remembered
   */
  public Reuse(long limit, ToLongFunction<? super V> weight) {
    this.limit = limit;
    this.weight = weight;
  }

  /**
   * A result: a remembered one, that of whoever is making it, or a new one.
   *
   * @param key by which it is known
   * @param make makes it; for each that asks at most once
   * @param result the result in what was made, null if there is none in it
   * @param of what is made of a remembered result
   * @param <A> what is made: a result, or why there is none
   */
  public <A> CompletableFuture<A> get(
      K key,
      Supplier<CompletableFuture<A>> make,
      Function<? super A, ? extends @Nullable V> result,
      Function<? super V, ? extends A> of) {
    if (limit == 0) {
      return make.get();
    }
    CompletableFuture<@Nullable V> flight = new CompletableFuture<>();
    CompletableFuture<@Nullable V> other;
    synchronized (this) {
      V known = remembered.get(key);
      if (known != null) {
        reused++;
        return CompletableFuture.completedFuture(of.apply(known));
      }
      other = flights.putIfAbsent(key, flight);
    }
    if (other == null) {
      return lead(key, flight, make, result);
    }
    return other.thenCompose(
        made -> {
          if (made == null) {
            return make.get();
          }
          synchronized (this) {
            reused++;
          }
          return CompletableFuture.completedFuture(of.apply(made));
        });
  }

  private <A> CompletableFuture<A> lead(
      K key,
      CompletableFuture<@Nullable V> flight,
      Supplier<CompletableFuture<A>> make,
      Function<? super A, ? extends @Nullable V> result) {
    CompletableFuture<A> making;
    try {
      making = make.get();
    } catch (RuntimeException | Error e) {
      land(key, flight, null);
      throw e;
    }
    return making.whenComplete(
        (made, failure) ->
            land(key, flight, failure == null && made != null ? result.apply(made) : null));
  }

  private void land(K key, CompletableFuture<@Nullable V> flight, @Nullable V result) {
    synchronized (this) {
      flights.remove(key);
      if (result != null) {
        remember(key, result);
      }
    }
    flight.complete(result);
  }

  private void remember(K key, V result) {
    long added = weight.applyAsLong(result);
    if (added > limit) {
      return;
    }
    V before = remembered.put(key, result);
    held += added - (before == null ? 0 : weight.applyAsLong(before));
    var oldest = remembered.entrySet().iterator();
    while (held > limit) {
      held -= weight.applyAsLong(oldest.next().getValue());
      oldest.remove();
    }
  }

  /** How many results were not made anew. */
  public synchronized long reused() {
    return reused;
  }

  /** What all that is remembered weighs. */
  public synchronized long held() {
    return held;
  }
}
