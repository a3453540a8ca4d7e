package io.earshot.job.bench;

import io.earshot.matching.FingerprintKind;
import io.earshot.matching.TextFingerprint;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.BankOperation;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.wire.SingleObject;
import java.time.Instant;
import java.util.SplittableRandom;

/** What is changed while {@link ControlBench} looks, and by what it sees that a change works. */
enum ControlTrial {
  /** A bundle takes the place of the one before; actions name its version. */
  POLICIES(Topic.CONTROL_POLICIES) {
    @Override
    String bundle(int change) {
      return """
      bundle: bench
      version: "%d"
      policies:
        - id: VIO.THREAT
          version: "1"
          clause: https://earshot.example/policies/violence
          rules:
            - id: threat-express
              lane: express
              if: text.violence >= 0.9
              then: {action: HIDE_PENDING_REVIEW, duration: PT72H}
              because: The text threatens or calls for violence
      """
          .formatted(change);
    }

    @Override
    String text(int change) {
      return "a threat";
    }

    @Override
    byte[] record(String id, int change, Instant now) {
      return WIRE.encoder(topic(), PolicyControl.class)
          .encode(
              PolicyControl.newBuilder()
                  .setEventId(id)
                  .setBundle(bundle(change))
                  .setEventTime(now)
                  .setEffectiveAt(now)
                  .build());
    }

    @Override
    boolean isUnder(EnforcementAction action, int change) {
      return action.getInputs().getBundleVersion().equals(String.valueOf(change));
    }
  },
  /** An entry is added to a bank, of the text that is published from then on. */
  BANKS(Topic.CONTROL_BANKS) {
    @Override
    String bundle(int change) {
      return """
      bundle: bench
      version: "1"
      policies:
        - id: CSE.CSAM
          version: "1"
          clause: https://earshot.example/policies/child-safety
          rules:
            - id: known
              lane: express
              if: "'CSE.CSAM' in matches.policies"
              then: {action: BLOCK_UPLOAD}
              because: Known material
      """;
    }

    @Override
    String text(int change) {
      SplittableRandom random = new SplittableRandom(change);
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < WORDS; word++) {
        text.append(Integer.toString(random.nextInt(1 << 24), Character.MAX_RADIX)).append(' ');
      }
      return text.toString();
    }

    @Override
    byte[] record(String id, int change, Instant now) {
      return WIRE.encoder(topic(), BankControl.class)
          .encode(
              BankControl.newBuilder()
                  .setEventId(id)
                  .setBankId("bench")
                  .setEntryId(String.valueOf(change))
                  .setOperation(BankOperation.ADD)
                  .setFingerprintKind(FingerprintKind.SIMHASH.key())
                  .setFingerprint(TextFingerprint.of(text(change)).hex())
                  .setPolicyId("CSE.CSAM")
                  .setEventTime(now)
                  .setEffectiveAt(now)
                  .build());
    }

    @Override
    boolean isUnder(EnforcementAction action, int change) {
      return action.getEvidence().stream()
          .anyMatch(evidence -> String.valueOf(change).contentEquals(evidence.getModelVersion()));
    }
  };

  private static final SingleObject WIRE = new SingleObject(SchemaStore.released());

  /** Enough that two texts have nothing in common by chance. */
  private static final int WORDS = 20;

  private final Topic topic;

  ControlTrial(Topic topic) {
    this.topic = topic;
  }

  /** Where changes are published. */
  Topic topic() {
    return topic;
  }

  /** The bundle at a change, from 1; 0 for the one with which the job starts. */
  abstract String bundle(int change);

  /** The text that is published while a change is waited for. */
  abstract String text(int change);

  /** The record of a change, as it is on the topic. */
  abstract byte[] record(String id, int change, Instant now);

  /** Whether an action shows that a change is in effect. */
  abstract boolean isUnder(EnforcementAction action, int change);
}
