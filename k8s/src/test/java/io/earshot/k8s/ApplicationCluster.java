package io.earshot.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * JobManager and TaskManagers as processes of their own, started the way the scripts of Flink's
 * image start them, from the files of the image and a configuration. Every process ends with this
 * one, or after some minutes if this one is killed.
 */
final class ApplicationCluster implements AutoCloseable {

  /** No process outlives this, whatever happens to the test. */
  private static final String LONGEST_LIFE_SECONDS = "600";

  private static final String LOGGING =
      """
      rootLogger.level = INFO
      rootLogger.appenderRef.console.ref = console
      appender.console.name = console
      appender.console.type = CONSOLE
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{ABSOLUTE} %-5p %c{1} %m%n
      """;

  private final ImageRoot image;
  private final Path folder;
  private final Map<String, String> flink;
  private final List<Process> processes = new ArrayList<>();

  /**
   * A cluster that is not started yet.
   *
   * @param folder for configuration, logs and whatever else it writes
   * @param flink all of its configuration, memory of the processes included
   */
  ApplicationCluster(ImageRoot image, Path folder, Map<String, String> flink) throws IOException {
    this.image = image;
    this.folder = folder;
    this.flink = new TreeMap<>(flink);
    Path conf = Files.createDirectories(folder.resolve("conf"));
    StringBuilder yaml = new StringBuilder();
    this.flink.forEach(
        (key, value) ->
            yaml.append(key).append(": '").append(value.replace("'", "''")).append("'\n"));
    Files.writeString(conf.resolve("config.yaml"), yaml);
    Files.writeString(conf.resolve("log4j.properties"), LOGGING);
  }

  /** Starts the JobManager with the job in it. */
  Process startJobManager(String entryClass, List<String> args) throws IOException {
    Configuration configuration = Configuration.fromMap(flink);
    JobManagerProcessSpec spec = JobManagerProcessUtils.processSpecFromConfig(configuration);
    List<String> arguments = new ArrayList<>(dynamic(Map.of()));
    arguments.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(spec)));
    arguments.addAll(List.of("--job-classname", entryClass));
    arguments.addAll(args);
    return start(
        "jobmanager",
        ProcessMemoryUtils.generateJvmParametersStr(
            spec, configuration.get(JobManagerOptions.JVM_DIRECT_MEMORY_LIMIT_ENABLED)),
        "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint",
        arguments);
  }

  /** Starts a TaskManager, with some settings of its own. */
  Process startTaskManager(Map<String, String> own) throws IOException {
    Configuration configuration = Configuration.fromMap(flink);
    TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    List<String> arguments = new ArrayList<>(dynamic(own));
    arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
    return start(
        "taskmanager-" + processes.size(),
        ProcessMemoryUtils.generateJvmParametersStr(spec, true),
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        arguments);
  }

  private static List<String> dynamic(Map<String, String> settings) {
    return settings.entrySet().stream()
        .flatMap(setting -> Stream.of("-D", setting.getKey() + "=" + setting.getValue()))
        .toList();
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private Process start(String name, String memory, String main, List<String> arguments)
      throws IOException {
    Path temporary = Files.createDirectories(folder.resolve(name));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("timeout", "--signal=KILL", LONGEST_LIFE_SECONDS));
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(words(memory));
    command.addAll(words(flink.getOrDefault("env.java.opts.all", "")));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dlog4j.configurationFile=" + folder.resolve("conf/log4j.properties"));
    command.addAll(List.of("-cp", image.path("/opt/flink/lib") + "/*", main));
    command.addAll(List.of("--configDir", folder.resolve("conf").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(dockerfileEnvironment());
    // What the scripts tell Flink of its home.
    builder.environment().put("FLINK_LIB_DIR", image.path("/opt/flink/lib").toString());
    builder.environment().put("FLINK_PLUGINS_DIR", image.path("/opt/flink/plugins").toString());
    builder.directory(temporary.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve(name + ".log").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static Map<String, String> dockerfileEnvironment() {
    Map<String, String> environment = new TreeMap<>();
    Manifests.text("image/Dockerfile")
        .lines()
        .filter(line -> line.startsWith("ENV "))
        .map(line -> line.substring("ENV ".length()).split("=", 2))
        .forEach(setting -> environment.put(setting[0], setting[1]));
    return environment;
  }

  /** Kills a process as the kernel or a node does: it gets no chance to say anything. */
  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** The last lines of every process, for a failure. */
  String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        List<String> lines = Files.readAllLines(log);
        all.append("\n==== ").append(log.getFileName()).append('\n');
        lines.stream()
            .filter(line -> line.matches("(?s).*(WARN|ERROR|Exception|Caused by).*"))
            .limit(40)
            .forEach(line -> all.append(line).append('\n'));
        all.append("....\n");
        lines
            .subList(Math.max(0, lines.size() - 15), lines.size())
            .forEach(line -> all.append(line).append('\n'));
      }
    }
    return all.toString();
  }

  /** Everything that the processes said. */
  String said(String what) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log :
          files.filter(file -> file.getFileName().toString().startsWith(what)).sorted().toList()) {
        if (Files.isRegularFile(log)) {
          all.append(Files.readString(log));
        }
      }
    }
    return all.toString();
  }

  @Override
  public void close() {
    processes.forEach(ApplicationCluster::kill);
    for (Process process : processes) {
      process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
