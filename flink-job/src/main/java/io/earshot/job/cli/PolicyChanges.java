package io.earshot.job.cli;

import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.PolicyOperation;
import picocli.CommandLine.Mixin;

/** What the commands have in common that change the policies of a running job. */
final class PolicyChanges {

  @Mixin private PolicyFiles files = new PolicyFiles();

  @Mixin private Publication publication = new Publication();

  PolicyFiles files() {
    return files;
  }

  /**
   * Publishes a change and prints what the job says.
   *
   * @param key of the record: the bundle's id, or the policy's
   * @param what for messages
   * @return the exit code
   */
  int publish(PolicyOperation operation, String bundle, String policyId, String key, String what) {
    return publication.publish(
        files.options(),
        Topic.CONTROL_POLICIES,
        PolicyControl.class,
        (eventId, now, effectiveAt) ->
            PolicyControl.newBuilder()
                .setEventId(eventId)
                .setOperation(operation)
                .setBundle(bundle)
                .setPolicyId(policyId)
                .setEventTime(now)
                .setEffectiveAt(effectiveAt)
                .build(),
        key,
        what);
  }
}
