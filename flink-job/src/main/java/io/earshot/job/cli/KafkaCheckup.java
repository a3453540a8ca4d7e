package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.job.kafka.KafkaPreflight;
import io.earshot.schemas.Topic;
import io.earshot.schemas.Topic.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Looks at the Kafka that a configuration names, with the login that it gives: whether it answers,
 * has the topics, and lets the job do what it does with each. It changes nothing but that it begins
 * no transaction under an id of its own.
 */
final class KafkaCheckup {

  /** What the finding is called that says whether it answers. */
  static final String KAFKA = "Kafka";

  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** Written in transactions: to see which of them a lost attempt left open, the job reads too. */
  private static final Set<Topic> TRANSACTIONAL =
      EnumSet.of(Topic.ENFORCEMENT_ACTIONS, Topic.ENFORCEMENT_STATE);

  private final JobConfig.Kafka kafka;
  private final List<Finding> findings = new ArrayList<>();

  KafkaCheckup(JobConfig.Kafka kafka) {
    this.kafka = kafka;
  }

  /** Looks. */
  List<Finding> findings() {
    try {
      KafkaPreflight.check(kafka);
      findings.add(Finding.ok(KAFKA, kafka.bootstrapServers() + " answers, and has every topic"));
    } catch (ConfigurationException e) {
      findings.add(Finding.fail(KAFKA, String.valueOf(e.getMessage())));
      return findings;
    }
    try (Admin admin = Admin.create(properties())) {
      Map<String, TopicDescription> topics =
          admin
              .describeTopics(
                  Arrays.stream(Topic.values())
                      .map(topic -> topic.fullName(kafka.topicPrefix()))
                      .toList(),
                  new DescribeTopicsOptions().includeAuthorizedOperations(true))
              .allTopicNames()
              .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      rights(topics);
      partitions(topics);
      settings(admin, topics.keySet());
      group(admin);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      findings.add(
          Finding.fail("topics", "Kafka does not describe them: " + cause(e).getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while asking Kafka", e);
    }
    transactions();
    return findings;
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new TreeMap<>(kafka.properties());
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("default.api.timeout.ms", Math.toIntExact(LIMIT.toMillis()));
    properties.put("request.timeout.ms", Math.toIntExact(LIMIT.toMillis()));
    return properties;
  }

  private static Throwable cause(Exception e) {
    return e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
  }

  private void rights(Map<String, TopicDescription> topics) {
    List<String> lacking = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      TopicDescription found = topics.get(topic.fullName(kafka.topicPrefix()));
      // Brokers without rights of their own say nothing about them.
      if (found != null && found.authorizedOperations() != null) {
        Set<AclOperation> needed = needed(topic);
        needed.removeAll(found.authorizedOperations());
        if (!needed.isEmpty()) {
          lacking.add(found.name() + " (" + String.join(", ", names(needed)) + ")");
        }
      }
    }
    findings.add(
        lacking.isEmpty()
            ? Finding.ok(
                "rights", "the account may read what the job reads and write what it writes")
            : Finding.fail(
                "rights",
                "the account lacks them on "
                    + String.join(", ", lacking)
                    + "; give them to it (k8s/overlays/production/kafka-user.yaml lists all)"));
  }

  private static Set<AclOperation> needed(Topic topic) {
    if (TRANSACTIONAL.contains(topic)) {
      return EnumSet.of(AclOperation.WRITE, AclOperation.READ);
    }
    return topic.role() == Role.INPUT || topic.role() == Role.CONTROL
        ? EnumSet.of(AclOperation.READ)
        : EnumSet.of(AclOperation.WRITE);
  }

  private static List<String> names(Collection<AclOperation> operations) {
    return operations.stream().map(AclOperation::name).sorted().toList();
  }

  private void partitions(Map<String, TopicDescription> topics) {
    List<String> several = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      TopicDescription found = topics.get(topic.fullName(kafka.topicPrefix()));
      if (found != null && topic.role().partitions(2) == 1 && found.partitions().size() > 1) {
        several.add(found.name());
      }
    }
    if (!several.isEmpty()) {
      findings.add(
          Finding.note(
              "partitions",
              String.join(", ", several)
                  + " have more than one partition; changes must be read in one order, so"
                  + " they should have one"));
    }
  }

  private void settings(Admin admin, Collection<String> names)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<ConfigResource, Topic> resources = new HashMap<>();
    for (Topic topic : Topic.values()) {
      String name = topic.fullName(kafka.topicPrefix());
      if (names.contains(name)) {
        resources.put(new ConfigResource(ConfigResource.Type.TOPIC, name), topic);
      }
    }
    try {
      Map<ConfigResource, Config> configs =
          admin.describeConfigs(resources.keySet()).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      List<String> wrong = new ArrayList<>();
      configs.forEach(
          (resource, config) -> {
            Topic topic = resources.get(resource);
            String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
            if (topic != null && topic.compacted() != policy.contains("compact")) {
              wrong.add(
                  resource.name()
                      + " has cleanup.policy "
                      + policy
                      + (topic.compacted()
                          ? ", but consumers start from the last state of each subject: compact it"
                          : ", but every record of it counts: delete by time instead"));
            }
          });
      wrong.stream().sorted().forEach(words -> findings.add(Finding.note("topics", words)));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      findings.add(
          Finding.notChecked(
              "topics", "the account may not see their settings, which the job does not need"));
    }
  }

  private void group(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      admin
          .listConsumerGroupOffsets(kafka.groupId())
          .partitionsToOffsetAndMetadata()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      findings.add(Finding.ok("group", "the account may use " + kafka.groupId()));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      findings.add(
          Finding.fail(
              "group",
              "the account may not read the group "
                  + kafka.groupId()
                  + "; give it READ on it, or correct kafka.group-id"));
    }
  }

  /**
   * Asks for an id as the job does, which tells whether it may and whether the time-out is taken.
   */
  private void transactions() {
    String id = kafka.transactionPrefix() + "-doctor";
    Map<String, Object> properties = properties();
    properties.remove("default.api.timeout.ms");
    properties.put("transactional.id", id);
    properties.put(
        "transaction.timeout.ms", Math.toIntExact(kafka.transactionTimeout().toMillis()));
    properties.put("max.block.ms", LIMIT.toMillis());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      findings.add(
          Finding.ok(
              "transactions",
              "the account may use ids that begin with " + kafka.transactionPrefix()));
    } catch (AuthorizationException e) {
      findings.add(
          Finding.fail(
              "transactions",
              "the account may not use "
                  + id
                  + "; give it WRITE and DESCRIBE on transactional ids that begin with "
                  + kafka.transactionPrefix()));
    } catch (KafkaException e) {
      findings.add(
          Finding.fail(
              "transactions",
              "Kafka refuses them ("
                  + e.getMessage()
                  + "); kafka.transaction.timeout is "
                  + kafka.transactionTimeout().toSeconds()
                  + " s and must not be above transaction.max.timeout.ms of the brokers"));
    }
  }
}
