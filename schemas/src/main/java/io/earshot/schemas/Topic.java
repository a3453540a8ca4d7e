package io.earshot.schemas;

import io.earshot.schemas.avro.AuthorityOrder;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.DeadLetter;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.avro.ModelControl;
import io.earshot.schemas.avro.PlayAggregate;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.ShadowScores;
import io.earshot.schemas.avro.StatementOfReasons;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of the stream, in the order in which data meets them. */
public enum Topic {
  CONTENT_EVENTS("content.events", ContentEvent.class, Role.INPUT, Cleanup.DELETE),
  CREATOR_EVENTS("creator.events", CreatorEvent.class, Role.INPUT, Cleanup.DELETE),
  REPORTS("reports", Report.class, Role.INPUT, Cleanup.DELETE),
  PLAY_AGGREGATES("play.aggregates", PlayAggregate.class, Role.INPUT, Cleanup.DELETE),
  REVIEWS("reviews", ReviewOutcome.class, Role.INPUT, Cleanup.DELETE),
  ORDERS("orders", AuthorityOrder.class, Role.INPUT, Cleanup.DELETE),
  CONTROL_POLICIES("control.policies", PolicyControl.class, Role.CONTROL, Cleanup.DELETE),
  CONTROL_BANKS("control.banks", BankControl.class, Role.CONTROL, Cleanup.DELETE),
  CONTROL_MODELS("control.models", ModelControl.class, Role.CONTROL, Cleanup.DELETE),
  ENFORCEMENT_EXPRESS("enforcement.express", EnforcementAction.class, Role.OUTPUT, Cleanup.DELETE),
  ENFORCEMENT_ACTIONS("enforcement.actions", EnforcementAction.class, Role.OUTPUT, Cleanup.DELETE),
  ENFORCEMENT_STATE("enforcement.state", EnforcementState.class, Role.OUTPUT, Cleanup.COMPACT),
  REVIEW_TASKS("review.tasks", ReviewTask.class, Role.OUTPUT, Cleanup.DELETE),
  DECISIONS_AUDIT("decisions.audit", DecisionAudit.class, Role.OUTPUT, Cleanup.DELETE),
  DSA_STATEMENTS("dsa.statements", StatementOfReasons.class, Role.OUTPUT, Cleanup.DELETE),
  SCORES_SHADOW("scores.shadow", ShadowScores.class, Role.OUTPUT, Cleanup.DELETE),
  DEAD_LETTERS("dead.letters", DeadLetter.class, Role.SIDE, Cleanup.DELETE),
  LATE_EVENTS("late.events", LateEvent.class, Role.SIDE, Cleanup.DELETE),
  CONTROL_STATUS("control.status", ControlStatus.class, Role.SIDE, Cleanup.DELETE);

  /** What a topic is for, and so how many partitions it wants. */
  public enum Role {
    /** Read by the job; as many partitions as the load asks for. */
    INPUT(false),
    /** Read whole by every task; one partition, so that changes have one order. Kept for ever. */
    CONTROL(true),
    /** Written by the job for its consumers; as many partitions as the inputs. */
    OUTPUT(false),
    /**
     * What did not become a decision, and answers to control records: little of it; one partition.
     */
    SIDE(true);

    private final boolean single;

    Role(boolean single) {
      this.single = single;
    }

    /**
     * Partitions of a topic in this role.
     *
     * @param loaded how many a topic that carries the load has, at least 1
     */
    public int partitions(int loaded) {
      return single ? 1 : loaded;
    }
  }

  /**
   * What Kafka drops: what is older than the retention, or what a newer record of the same key
   * replaces.
   */
  public enum Cleanup {
    DELETE,
    COMPACT
  }

  /** Kafka's own limit on a topic's name, in characters. */
  private static final int MAX_NAME_LENGTH = 249;

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]*");

  static {
    // Every codec starts from a topic, so this comes before the first record is read.
    TrustedClasses.add(Arrays.stream(values()).map(Topic::schema).toList());
  }

  private final String topicName;
  private final Class<? extends SpecificRecord> valueType;
  private final Role role;
  private final Cleanup cleanup;

  Topic(String topicName, Class<? extends SpecificRecord> valueType, Role role, Cleanup cleanup) {
    this.topicName = topicName;
    this.valueType = valueType;
    this.role = role;
    this.cleanup = cleanup;
  }

  /** The name without prefix: {@code content.events}. */
  public String topicName() {
    return topicName;
  }

  /** The generated class of the topic's values. */
  public Class<? extends SpecificRecord> valueType() {
    return valueType;
  }

  /** The schema that this build writes and reads, as it stands in the IDL. */
  public Schema schema() {
    return SpecificData.get().getSchema(valueType);
  }

  public Role role() {
    return role;
  }

  public Cleanup cleanup() {
    return cleanup;
  }

  /** Whether only the newest record of a key is kept. */
  public boolean compacted() {
    return cleanup == Cleanup.COMPACT;
  }

  /**
   * The name in Kafka.
   *
   * @param prefix put before the name as it is, so it brings its own separator: {@code "earshot."};
   *     may be empty
   * @throws IllegalArgumentException if Kafka would not take the name
   */
  public String fullName(String prefix) {
    if (!LEGAL.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "Topic prefix \""
              + prefix
              + "\" has a character that Kafka forbids; use letters, digits, '.', '_' and '-'.");
    }
    String name = prefix + topicName;
    if (name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "Topic name \""
              + name
              + "\" has "
              + name.length()
              + " characters, Kafka takes "
              + MAX_NAME_LENGTH
              + "; shorten the prefix.");
    }
    return name;
  }

  /** The topic with this name, which is without prefix; empty if there is none. */
  public static Optional<Topic> named(String topicName) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(topicName)).findFirst();
  }

  /**
   * Refuses a class that is not that of the topic's values.
   *
   * @throws IllegalArgumentException if {@code type} is another class
   */
  public void requireType(Class<?> type) {
    if (type != valueType) {
      throw new IllegalArgumentException(
          "Topic "
              + topicName
              + " carries "
              + valueType.getSimpleName()
              + ", not "
              + type.getSimpleName()
              + ".");
    }
  }
}
