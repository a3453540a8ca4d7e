package io.earshot.job.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Where something was measured: a number without it says nothing.
 *
 * @param cores cores that this process may use
 * @param maxHeapMib heap that it may use, MiB
 * @param java version of the virtual machine
 * @param system operating system and architecture
 * @param loadBefore runnable threads of the whole machine over the last minute, before the run;
 *     negative if the system does not tell
 * @param loadAfter the same after the run
 */
record Machine(
    int cores, long maxHeapMib, String java, String system, double loadBefore, double loadAfter) {

  static Machine now() {
    Runtime runtime = Runtime.getRuntime();
    double load = load();
    return new Machine(
        runtime.availableProcessors(),
        runtime.maxMemory() >> 20,
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        load,
        load);
  }

  /** The same machine, at the end of the run. */
  Machine after() {
    return new Machine(cores, maxHeapMib, java, system, loadBefore, load());
  }

  /** Processor time that this process has used so far, all threads together, in nanoseconds. */
  static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d cores, heap %,d MiB, %s, %s; load average %.1f before, %.1f after",
        cores,
        maxHeapMib,
        java,
        system,
        loadBefore,
        loadAfter);
  }
}
