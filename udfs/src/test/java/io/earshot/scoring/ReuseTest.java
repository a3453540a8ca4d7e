package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReuseTest {

  /** What an attempt came to: a result that weighs its length, or none. */
  private record Attempt(String result) {}

  private final List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
  private final Reuse<String, String> reuse = new Reuse<>(10, String::length);

  @Example
  void whatWasMade_isRemembered_andMadeOnce() {
    CompletableFuture<Attempt> first = ask("a");
    CompletableFuture<Attempt> meanwhile = ask("a");
    assertThat(attempts).hasSize(1);
    attempts.get(0).complete(new Attempt("one"));

    assertThat(first).isCompletedWithValue(new Attempt("one"));
    assertThat(meanwhile).isCompletedWithValue(new Attempt("one"));
    assertThat(ask("a")).isCompletedWithValue(new Attempt("one"));
    assertThat(attempts).hasSize(1);
    assertThat(reuse.reused()).isEqualTo(2);
  }

  @Example
  void whatWasNotMade_isNotRemembered_andWhoWaitedTriesAlone() {
    CompletableFuture<Attempt> first = ask("a");
    CompletableFuture<Attempt> meanwhile = ask("a");
    attempts.get(0).complete(new Attempt(""));
    assertThat(attempts).hasSize(2);
    attempts.get(1).complete(new Attempt("two"));

    assertThat(first).isCompletedWithValue(new Attempt(""));
    assertThat(meanwhile).isCompletedWithValue(new Attempt("two"));
    assertThat(reuse.reused()).isZero();
    CompletableFuture<Attempt> unused = ask("a");
    assertThat(attempts).hasSize(3);
  }

  @Example
  void anAttemptThatThrows_leavesNobodyWaiting() {
    CompletableFuture<Attempt> first = ask("a");
    CompletableFuture<Attempt> meanwhile = ask("a");
    attempts.get(0).completeExceptionally(new IllegalStateException("broken"));
    assertThat(first).isCompletedExceptionally();
    attempts.get(1).complete(new Attempt("two"));
    assertThat(meanwhile).isCompletedWithValue(new Attempt("two"));

    assertThatThrownBy(
            () ->
                reuse.get(
                    "b",
                    () -> {
                      throw new IllegalStateException("at once");
                    },
                    Attempt::result,
                    Attempt::new))
        .hasMessage("at once");
    assertThat(ask("b")).isNotDone();
    assertThat(attempts).hasSize(3);
  }

  @Example
  void theLeastUsed_givesWay_andWhatIsTooHeavyIsNotRemembered() {
    made("a", "1234");
    made("b", "1234");
    made("a", "not asked for");
    made("c", "1234");

    assertThat(reuse.held()).isEqualTo(8);
    assertThat(attempts).hasSize(3);
    made("b", "1234");
    assertThat(attempts).hasSize(4);
    made("heavy", "12345678901");
    made("heavy", "12345678901");
    assertThat(attempts).hasSize(6);
    assertThat(reuse.held()).isEqualTo(8);
  }

  @Example
  void withoutRoom_everythingIsMadeAnew() {
    Reuse<String, String> none = new Reuse<>(0, String::length);
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Attempt> unused =
          none.get("a", this::attempt, Attempt::result, Attempt::new);
    }
    assertThat(attempts).hasSize(3);
  }

  /** Whoever asks gets what it would have got alone, if making is a function of the key. */
  @Property
  void everybodyGetsTheSame_asWithoutReuse(
      @ForAll @Size(max = 60) List<@IntRange(max = 23) Integer> steps) {
    // One object of this class serves all tries.
    attempts.clear();
    Reuse<String, String> tried = new Reuse<>(10, String::length);
    List<String> keys = new ArrayList<>();
    List<CompletableFuture<Attempt>> answers = new ArrayList<>();
    List<String> asked = new ArrayList<>();
    Function<String, Attempt> make =
        key -> new Attempt(key.equals("0") ? "" : key.repeat(Integer.parseInt(key)));
    for (int step : steps) {
      if (step < 16) {
        String key = String.valueOf(step % 6);
        keys.add(key);
        answers.add(
            tried.get(
                key,
                () -> {
                  asked.add(key);
                  return attempt();
                },
                made -> made.result().isEmpty() ? null : made.result(),
                Attempt::new));
      } else if (!attempts.isEmpty()) {
        int which = step % attempts.size();
        attempts.get(which).complete(make.apply(asked.get(which)));
      }
    }
    for (int i = 0; i < attempts.size(); i++) {
      attempts.get(i).complete(make.apply(asked.get(i)));
    }

    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).isCompletedWithValue(make.apply(keys.get(i)));
    }
    assertThat(tried.held()).isLessThanOrEqualTo(10);
  }

  private void made(String key, String result) {
    CompletableFuture<Attempt> answer = ask(key);
    if (!answer.isDone()) {
      attempts.get(attempts.size() - 1).complete(new Attempt(result));
    }
  }

  private CompletableFuture<Attempt> ask(String key) {
    Supplier<CompletableFuture<Attempt>> make = this::attempt;
    return reuse.get(
        key, make, made -> made.result().isEmpty() ? null : made.result(), Attempt::new);
  }

  private CompletableFuture<Attempt> attempt() {
    CompletableFuture<Attempt> attempt = new CompletableFuture<>();
    attempts.add(attempt);
    return attempt;
  }
}
