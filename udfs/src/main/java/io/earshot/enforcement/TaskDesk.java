package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.ReviewTask.Status;
import io.earshot.id.Ids;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.Facts;
import io.earshot.policy.ReviewRouting;
import io.earshot.policy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A creator's open tasks at one moment of event time. There is one for a subject, whatever is asked
 * about it, so that nobody looks at the same thing twice; it is withdrawn when there is nothing
 * left to ask, and closed when it was answered. What happens to a task leaves as its newest record,
 * once a window.
 */
final class TaskDesk {

  /**
   * The most tasks of one creator that are open on subjects of their own. What is more is put
   * together into one about the creator: somebody has to look at the pattern and not at each item.
   */
  static final int MAX_OPEN = 100;

  /** The most decisions that one task holds. */
  static final int MAX_GROUNDS = 50;

  /** How long a task that nobody answered in time is kept. */
  static final Duration PATIENCE = Duration.ofDays(30);

  /** What a task that was not answered in time is put at. */
  private static final int FIRST = 100;

  /**
   * An account is ended, or a fee taken, by two people: two different {@code reviewerRef}s. One who
   * does not say who it is does not count.
   */
  private static final int HUMAN_ONLY_CONFIRMATIONS = 2;

  /**
   * Something that a human is asked.
   *
   * @param subject about what
   * @param ground the decision that asks
   * @param proposed what is proposed; not a restriction where nothing is
   * @param durationMillis for how long; null: until lifted
   * @param scope where
   * @param review where it goes
   * @param ladder what supports it, if it is a consequence of strikes; else null
   * @param provenance where it comes from
   * @param evidence where to look
   * @param comparisons every comparison of the rule
   * @param context what is known about the creator
   */
  record Question(
      SubjectRef subject,
      OpenTask.Ground ground,
      ActionType proposed,
      @Nullable Long durationMillis,
      Scope scope,
      ReviewRouting review,
      @Nullable LadderStep ladder,
      Provenance provenance,
      List<EvidenceRef> evidence,
      List<Comparison> comparisons,
      List<Facts.Fact> context) {}

  private record News(
      OpenTask task,
      Status status,
      @Nullable String why,
      List<EvidenceRef> evidence,
      List<Comparison> comparisons,
      List<Facts.Fact> context) {}

  private final String creatorId;
  private final long now;
  private final LedgerStore store;
  private final Map<String, List<OpenTask>> read = new TreeMap<>();
  private final Set<String> changed = new TreeSet<>();
  private final Map<String, News> news = new LinkedHashMap<>();
  private int count;

  /**
   * A desk over the tasks of a store, of which it reads those that it needs.
   *
   * @param count how many are open
   */
  TaskDesk(String creatorId, long now, LedgerStore store, int count) {
    this.creatorId = creatorId;
    this.now = now;
    this.store = store;
    this.count = count;
  }

  /**
   * Writes what changed.
   *
   * @return how many tasks are open
   */
  int save() {
    changed.forEach(key -> store.putTasks(key, List.copyOf(tasks(key))));
    changed.clear();
    return count;
  }

  /** The open tasks about a subject, all its versions together. */
  private List<OpenTask> tasks(String subjectKey) {
    return read.computeIfAbsent(
        subjectKey, key -> new ArrayList<>(count == 0 ? List.of() : store.tasks(key)));
  }

  /**
   * All tasks that are open, by the key of their subject. It reads all of them: for what people say
   * and what time brings, not for what flows.
   */
  List<OpenTask> open() {
    Set<String> keys = new TreeSet<>(store.taskKeys());
    keys.addAll(read.keySet());
    return keys.stream().flatMap(key -> tasks(key).stream()).toList();
  }

  /** The open task of an id; null if there is none. */
  @Nullable OpenTask find(String taskId) {
    return first(open(), task -> task.taskId().equals(taskId));
  }

  /** The open task whose answer settles a decision; null if there is none. */
  @Nullable OpenTask about(String decisionId) {
    return first(open(), task -> task.isAbout(decisionId));
  }

  private static @Nullable OpenTask first(List<OpenTask> tasks, Predicate<OpenTask> which) {
    return tasks.stream().filter(which).findFirst().orElse(null);
  }

  private void add(OpenTask task) {
    tasks(task.subject().key()).add(task);
    changed.add(task.subject().key());
    count++;
  }

  private void remove(OpenTask task) {
    if (tasks(task.subject().key()).remove(task)) {
      changed.add(task.subject().key());
      count--;
    }
  }

  private void replace(OpenTask before, OpenTask after) {
    List<OpenTask> same = tasks(before.subject().key());
    same.set(same.indexOf(before), after);
    changed.add(before.subject().key());
  }

  /**
   * Asks a human.
   *
   * @return whether the question is a new one
   */
  boolean ask(Question question) {
    SubjectRef creator = SubjectRef.creator(creatorId);
    List<OpenTask> same = tasks(question.subject().key());
    // A decision is asked about with its subject, or together with others.
    Predicate<OpenTask> known = task -> task.isAbout(question.ground().decisionId());
    if (same.stream().anyMatch(known) || tasks(creator.key()).stream().anyMatch(known)) {
      return false;
    }
    SubjectRef subject =
        count >= MAX_OPEN && first(same, task -> task.subject().equals(question.subject())) == null
            ? creator
            : question.subject();
    boolean together = !subject.equals(question.subject());
    OpenTask before = first(tasks(subject.key()), task -> task.subject().equals(subject));
    long dueAt = now + question.review().slaMillis();
    ActionType proposed = together ? ActionType.SEND_TO_REVIEW : question.proposed();
    if (before == null) {
      OpenTask task =
          new OpenTask(
              Ids.of("task", question.ground().decisionId(), now),
              subject,
              List.of(question.ground()),
              proposed,
              question.durationMillis(),
              question.scope(),
              question.review().queue(),
              question.review().priority(),
              dueAt,
              confirmations(proposed),
              List.of(),
              false,
              false,
              question.ladder(),
              question.provenance());
      add(task);
      tell(task, Status.OPEN, null, question);
    } else {
      List<OpenTask.Ground> grounds = new ArrayList<>(before.grounds());
      grounds.add(question.ground());
      if (grounds.size() > MAX_GROUNDS) {
        // The one that opened it stays: the task has its id and its text from there.
        grounds.remove(1);
      }
      OpenTask task =
          before
              .withGrounds(grounds)
              .withUrgency(
                  Math.max(before.priority(), question.review().priority()),
                  Math.min(before.dueAt(), dueAt),
                  before.overdue());
      if (!together && weight(question.proposed()) > weight(before.proposed())) {
        task =
            task.withProposal(
                question.proposed(),
                question.durationMillis(),
                question.scope(),
                confirmations(question.proposed()),
                false);
      }
      replace(before, task);
      tell(task, Status.OPEN, null, question);
    }
    store.wakeAt(dueAt, "");
    return true;
  }

  private static int confirmations(ActionType proposed) {
    return proposed.humanOnly() ? HUMAN_ONLY_CONFIRMATIONS : 1;
  }

  /** How much a proposal weighs beside another: the account before the content, then strength. */
  private static int weight(ActionType proposed) {
    int axis =
        switch (proposed.dimension()) {
          case ACCOUNT -> 5;
          case VISIBILITY -> 4;
          case PROVISION -> 3;
          case MONETARY -> 2;
          case LABEL -> 1;
          case NONE -> 0;
        };
    return 1_000 * axis + proposed.strength();
  }

  /**
   * One of several reviewers agreed.
   *
   * @param reviewerRef which, so that the next one can be told apart
   */
  void confirm(OpenTask task, String reviewerRef) {
    OpenTask next = task.withAgreement(reviewerRef);
    replace(task, next);
    tell(next, Status.OPEN, "one reviewer agreed; another has to", null);
  }

  /** A reviewer proposes something in the place of what the decisions of a task ask for. */
  OpenTask propose(OpenTask task, ActionType action, @Nullable Long durationMillis, Scope scope) {
    OpenTask next = task.withProposal(action, durationMillis, scope, confirmations(action), true);
    replace(task, next);
    tell(next, Status.OPEN, "a reviewer proposes " + action, null);
    return next;
  }

  /** A reviewer could not tell: somebody else looks sooner. */
  void escalate(OpenTask task) {
    OpenTask next =
        task.withUrgency(Math.min(FIRST, task.priority() + 20), task.dueAt(), task.overdue());
    replace(task, next);
    tell(next, Status.OPEN, "a reviewer was not sure", null);
  }

  /** Somebody answered. */
  void close(OpenTask task, String why) {
    remove(task);
    tell(task, Status.CLOSED, why, null);
  }

  /** Nobody has to answer any more. */
  void withdraw(OpenTask task, String why) {
    remove(task);
    tell(task, Status.WITHDRAWN, why, null);
  }

  /** A decision was settled otherwise: its tasks go on without it, or are withdrawn. */
  void settled(String decisionId, String why) {
    OpenTask task = about(decisionId);
    if (task == null) {
      return;
    }
    List<OpenTask.Ground> left =
        task.grounds().stream().filter(g -> !g.decisionId().equals(decisionId)).toList();
    if (left.isEmpty()) {
      withdraw(task, why);
    } else {
      OpenTask next = task.withGrounds(left);
      replace(task, next);
      tell(next, Status.OPEN, null, null);
    }
  }

  /** Withdraws the tasks about earlier versions of a content. */
  void superseded(SubjectRef subject) {
    for (OpenTask task : List.copyOf(tasks(subject.key()))) {
      if (task.subject().version() < subject.version()) {
        withdraw(task, "version " + subject.version() + " has taken its place");
      }
    }
  }

  /**
   * Puts tasks that were not answered in time in front of all others, and withdraws those that were
   * not answered for {@link #PATIENCE} after that.
   */
  void remind() {
    for (OpenTask task : open()) {
      if (task.dueAt() > now) {
        continue;
      }
      if (task.overdue()) {
        withdraw(task, "nobody answered for " + PATIENCE.toDays() + " days after it was due");
        continue;
      }
      OpenTask next = task.withUrgency(FIRST, now + PATIENCE.toMillis(), true);
      replace(task, next);
      store.wakeAt(next.dueAt(), "");
      tell(next, Status.OPEN, "it was due and nobody answered", null);
    }
  }

  /** What was hidden until somebody looked is visible again, and still nobody has looked. */
  void unreviewed(Restriction hidden) {
    OpenTask task = about(hidden.decisionId());
    String why = "hidden pending a review that did not come; it is visible again";
    if (task != null) {
      OpenTask next = task.withUrgency(FIRST, task.dueAt(), task.overdue());
      replace(task, next);
      tell(next, Status.OPEN, why, null);
      return;
    }
    ask(
        new Question(
            hidden.subject(),
            new OpenTask.Ground(
                hidden.decisionId(),
                hidden.policy(),
                hidden.ruleId(),
                hidden.bundle(),
                hidden.triggerEventId(),
                hidden.action(),
                why,
                hidden.startsAt()),
            ActionType.REMOVE,
            null,
            hidden.scope(),
            new ReviewRouting("general", FIRST, Duration.ofHours(1).toMillis()),
            null,
            hidden.provenance(),
            List.of(),
            List.of(),
            List.of()));
  }

  private void tell(
      OpenTask task, Status status, @Nullable String why, @Nullable Question question) {
    News before = news.get(task.taskId());
    List<EvidenceRef> evidence = new ArrayList<>(before == null ? List.of() : before.evidence());
    List<Comparison> comparisons =
        new ArrayList<>(before == null ? List.of() : before.comparisons());
    List<Facts.Fact> context = before == null ? List.of() : before.context();
    if (question != null) {
      evidence.addAll(question.evidence());
      comparisons.addAll(question.comparisons());
      context = question.context().isEmpty() ? context : question.context();
    }
    news.put(
        task.taskId(),
        new News(
            task,
            status,
            why == null && before != null ? before.why() : why,
            evidence,
            comparisons,
            context));
  }

  /** Sends the newest record of every task that something happened to, in the order of that. */
  void send(Outcomes out) {
    for (News one : news.values()) {
      OpenTask task = one.task();
      OpenTask.Ground first = task.first();
      out.task(
          new ReviewTask(
              task.taskId(),
              one.status(),
              one.why(),
              first.decisionId(),
              task.subject(),
              creatorId,
              first.policy(),
              first.ruleId(),
              first.reason(),
              task.queue(),
              task.priority(),
              task.dueAt(),
              task.proposed(),
              task.confirmations(),
              one.evidence(),
              one.comparisons(),
              task.grounds().stream()
                  .skip(1)
                  .map(
                      g -> new Cause(g.decisionId(), g.policy(), g.ruleId(), g.asked(), g.reason()))
                  .toList(),
              one.context(),
              task.provenance().source(),
              first.eventTime(),
              now));
    }
    news.clear();
  }
}
