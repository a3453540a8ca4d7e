package io.earshot.testing;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorMetricGroup;

/** The counters that a function registers, which a harness of Flink does not show. */
public final class Counters {

  private final Map<String, Counter> counters = new TreeMap<>();

  /** A context of which only the metrics are asked for. */
  public RuntimeContext context() {
    return (RuntimeContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RuntimeContext.class},
            (proxy, method, arguments) -> group(""));
  }

  private OperatorMetricGroup group(String prefix) {
    return (OperatorMetricGroup)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {OperatorMetricGroup.class},
            (proxy, method, arguments) ->
                method.getName().equals("counter")
                    ? counters.computeIfAbsent(prefix + arguments[0], name -> new SimpleCounter())
                    : group(prefix + arguments[1] + "."));
  }

  /** What was counted, by the values of the groups and the counter's name. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counters.forEach(
        (name, counter) -> {
          if (counter.getCount() > 0) {
            counts.put(name, counter.getCount());
          }
        });
    return counts;
  }

  /** How many counters there are, those that are zero included. */
  public int size() {
    return counters.size();
  }
}
