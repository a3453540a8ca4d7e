package io.earshot.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.jobmaster.JobMaster;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/**
 * Every option that Flink declares in a class named {@code …Options}. Flink ignores a key that it
 * does not know, and so a typo would be a default.
 */
final class FlinkOptions {

  /** One class of each jar that declares options which a cluster reads. */
  private static final List<Class<?>> JARS =
      List.of(
          CheckpointingOptions.class,
          JobMaster.class,
          RocksDBOptions.class,
          KubernetesConfigOptions.class,
          PrometheusReporterFactory.class);

  /** What an external resource is configured by; Flink declares these for no resource by name. */
  private static final Map<String, ConfigOption<?>> OF_A_RESOURCE =
      Map.of(
          "amount",
          ConfigOptions.key("amount").longType().noDefaultValue(),
          ExternalResourceOptions.EXTERNAL_RESOURCE_DRIVER_FACTORY_SUFFIX,
          ConfigOptions.key("class").stringType().noDefaultValue(),
          "kubernetes.config-key",
          ConfigOptions.key("key").stringType().noDefaultValue());

  private static final Pattern RESOURCE = Pattern.compile("external-resource\\.\\w+\\.(.+)");

  private final Map<String, ConfigOption<?>> declared = new TreeMap<>();

  FlinkOptions() {
    JARS.forEach(this::declaredBeside);
  }

  private void declaredBeside(Class<?> neighbour) {
    try (JarFile jar =
        new JarFile(
            Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toFile())) {
      List<String> names =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("org/apache/flink/"))
              .filter(name -> name.endsWith("Options.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
      for (String name : names) {
        for (Field field : Class.forName(name).getFields()) {
          if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
            ConfigOption<?> option = (ConfigOption<?>) field.get(null);
            declared.put(option.key(), option);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the options beside " + neighbour, e);
    }
  }

  /**
   * The name under which a key is declared: options of a metrics reporter are declared without the
   * reporter's name, and those of one reporter's own, of which only the port of the page for
   * Prometheus is used here, nowhere.
   */
  private static String declaredName(String key) {
    if (key.equals("metrics.reporter.prom.port")) {
      return RestOptions.BIND_PORT.key(); // a port or a range of ports, like this one
    }
    return key.replaceFirst("^metrics\\.reporter\\.\\w+\\.", "");
  }

  int size() {
    return declared.size();
  }

  /** What is wrong with a configuration; empty if nothing is. */
  List<String> problems(Map<String, String> values) {
    List<String> problems = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          Matcher resource = RESOURCE.matcher(key);
          ConfigOption<?> option =
              resource.matches()
                  ? OF_A_RESOURCE.get(resource.group(1))
                  : declared.get(declaredName(key));
          if (option == null) {
            problems.add(key + " is no option of Flink, or a deprecated name of one");
          } else {
            try {
              Configuration.fromMap(Map.of(option.key(), value)).get(option);
            } catch (IllegalArgumentException e) {
              problems.add(key + " is \"" + value + "\", which is no value for it");
            }
          }
        });
    return problems;
  }
}
