package io.earshot.enforcement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.streaming.api.TimerService;

/**
 * What Flink keeps for the creator of the moment subject by subject: ledgers, open tasks, and when
 * something is over. Each is read when it is asked for, so a window costs as much as what it is
 * about.
 */
final class KeyedLedgers {

  private final MapState<String, SubjectLedger> subjects;
  private final MapState<String, List<OpenTask>> tasks;
  private final MapState<Long, List<String>> wakes;

  /** The first of the wakes, since looking for it among all of them costs far more than a read. */
  private final ValueState<Long> nextWake;

  KeyedLedgers(RuntimeContext context) {
    subjects =
        context.getMapState(
            new MapStateDescriptor<>("subjects", String.class, SubjectLedger.class));
    tasks =
        context.getMapState(
            new MapStateDescriptor<>(
                "tasks", Types.STRING, new ListTypeInfo<>(TypeInformation.of(OpenTask.class))));
    wakes =
        context.getMapState(
            new MapStateDescriptor<>("wakes", Types.LONG, Types.LIST(Types.STRING)));
    nextWake = context.getState(new ValueStateDescriptor<>("next-wake", Types.LONG));
  }

  /** When something is over, in ascending order. */
  List<Long> wakes() throws Exception {
    return List.copyOf(times());
  }

  private NavigableSet<Long> times() throws Exception {
    NavigableSet<Long> times = new TreeSet<>();
    wakes.keys().forEach(times::add);
    return times;
  }

  /** When something is over by now, in ascending order. */
  List<Long> wakesUntil(long now) throws Exception {
    Long next = nextWake.value();
    return next == null || next > now ? List.of() : List.copyOf(times().headSet(now, true));
  }

  /**
   * The keys of subjects on which something is over at a time, in ascending order; forgets them.
   */
  List<String> takeWake(long time) throws Exception {
    TreeSet<String> keys = new TreeSet<>(wakes.get(time));
    wakes.remove(time);
    NavigableSet<Long> left = times();
    if (left.isEmpty()) {
      nextWake.clear();
    } else {
      nextWake.update(left.first());
    }
    return List.copyOf(keys);
  }

  /** The store of a fold, which asks to be woken by Flink's timers. */
  Timed on(TimerService timers) {
    return new Timed(timers);
  }

  /**
   * The ledgers with the timers of the moment. The ledger of a subject is asked for and put several
   * times in a window; it is read once, and written by {@link #save}.
   */
  final class Timed implements LedgerStore {

    private final TimerService timers;
    private final Map<String, SubjectLedger> read = new HashMap<>();
    private final Set<String> changed = new TreeSet<>();

    private Timed(TimerService timers) {
      this.timers = timers;
    }

    /** Writes the ledgers of subjects that changed. */
    void save() throws Exception {
      for (String key : changed) {
        subjects.put(key, Objects.requireNonNull(read.get(key)));
      }
      changed.clear();
    }

    @Override
    public SubjectLedger subject(String subjectKey) {
      try {
        SubjectLedger known = read.get(subjectKey);
        if (known == null) {
          known = Objects.requireNonNullElse(subjects.get(subjectKey), SubjectLedger.EMPTY);
          read.put(subjectKey, known);
        }
        return known;
      } catch (Exception e) {
        throw unusable(e);
      }
    }

    @Override
    public void put(String subjectKey, SubjectLedger ledger) {
      read.put(subjectKey, ledger);
      changed.add(subjectKey);
    }

    @Override
    public List<String> subjectKeys() {
      TreeSet<String> keys = new TreeSet<>(changed);
      keys.addAll(keys(subjects));
      return List.copyOf(keys);
    }

    @Override
    public List<OpenTask> tasks(String subjectKey) {
      try {
        return Objects.requireNonNullElse(tasks.get(subjectKey), List.of());
      } catch (Exception e) {
        throw unusable(e);
      }
    }

    @Override
    public void putTasks(String subjectKey, List<OpenTask> open) {
      try {
        if (open.isEmpty()) {
          tasks.remove(subjectKey);
        } else {
          tasks.put(subjectKey, open);
        }
      } catch (Exception e) {
        throw unusable(e);
      }
    }

    @Override
    public List<String> taskKeys() {
      return keys(tasks);
    }

    private List<String> keys(MapState<String, ?> state) {
      try {
        TreeSet<String> keys = new TreeSet<>();
        state.keys().forEach(keys::add);
        return List.copyOf(keys);
      } catch (Exception e) {
        throw unusable(e);
      }
    }

    @Override
    public void wakeAt(long at, String subjectKey) {
      try {
        List<String> keys = new ArrayList<>(Objects.requireNonNullElse(wakes.get(at), List.of()));
        if (!keys.contains(subjectKey)) {
          keys.add(subjectKey);
          wakes.put(at, keys);
        }
        Long next = nextWake.value();
        if (next == null || at < next) {
          nextWake.update(at);
        }
        timers.registerEventTimeTimer(at - 1);
      } catch (Exception e) {
        throw unusable(e);
      }
    }

    private IllegalStateException unusable(Exception e) {
      return new IllegalStateException("the ledgers in Flink's state cannot be used", e);
    }
  }
}
