package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.matching.BankControl;
import io.earshot.matching.BankEntry;
import io.earshot.matching.FingerprintKind;
import io.earshot.policy.Taxonomy;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.BankOperation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot bank publish}: adds entries of banks to a running job, or ends them. */
@Command(
    name = "publish",
    header = "Adds entries of banks of known media to a running job, or ends them.",
    mixinStandardHelpOptions = true,
    description = {
      "Adds the entries of a file, or one of the command line, to a running job, or ends them, and"
          + " waits",
      "for its answers. An entry with faults is not sent, and none of its file. It is found in"
          + " what",
      "arrives after it: publish it 30 s ahead (--at) where a replay must find the same."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all accepted",
      "1:one refused, or not written",
      "2:called wrongly",
      "3:written, and no job answered in time"
    })
final class BankPublishCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private Publication publication = new Publication();

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Which which;

  /** Which entries. */
  static final class Which {

    @Parameters(
        paramLabel = "FILE",
        arity = "1",
        description = "a file of banks; its from and until are those of the entries")
    private @Nullable Path file;

    @Option(
        names = "--entry",
        paramLabel = "BANK/ID",
        description = "One entry; to add it, with --kind, --fingerprint and --policy or --safe.")
    private @Nullable String entry;
  }

  @ArgGroup private Ending ending = new Ending();

  /** What is done, if they are not added. */
  static final class Ending {

    @Option(
        names = "--expire",
        description = "The entries end; what they led to stays. Of a file, only bank and id count.")
    private boolean expire;

    @Option(
        names = "--withdraw",
        description = "The entries were wrong: what rested on them alone is lifted.")
    private boolean withdraw;
  }

  @Option(names = "--kind", paramLabel = "KIND", description = "sha256, pdq, chromaprint, simhash.")
  private String kind = "";

  @Option(
      names = "--fingerprint",
      paramLabel = "TEXT",
      description = "As ./earshot fingerprint prints it.")
  private String fingerprint = "";

  @Option(names = "--policy", paramLabel = "ID", description = "Policy that it violates.")
  private String policy = "";

  @Option(
      names = "--safe",
      description =
          "What names no policy is known to be safe. Without it, an entry without a policy is a"
              + " mistake.")
  private boolean safe;

  @Option(names = "--severity", paramLabel = "0-4", description = "0 is the worst.")
  private int severity = BankEntry.UNRATED;

  @Option(names = "--source", paramLabel = "NAME", description = "Who gave it.")
  private String source = "";

  @Option(
      names = "--max-distance",
      paramLabel = "N",
      description = "How far a match may be; default: the farthest of the kind.")
  private @Nullable Double within;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      description = "Before which event time it is in effect; default: without an end.")
  private @Nullable Instant until;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An option of the job, of the topics that it uses; may be given several times.")
  private Map<String, String> job = new LinkedHashMap<>();

  @Override
  public Integer call() {
    BankOperation operation =
        ending.expire
            ? BankOperation.EXPIRE
            : ending.withdraw ? BankOperation.WITHDRAW : BankOperation.ADD;
    List<BankEntry> entries =
        which.file != null
            ? List.copyOf(BankFiles.read(which.file).values())
            : List.of(single(String.valueOf(which.entry), operation));
    if (entries.isEmpty()) {
      throw new ConfigurationException(which.file + " has no entries; nothing is published");
    }
    List<Publication.Named<io.earshot.schemas.avro.BankControl>> changes = new ArrayList<>();
    for (BankEntry entry : entries) {
      String name = BankFiles.key(entry);
      if (operation == BankOperation.ADD) {
        check(entry, name);
      }
      changes.add(
          new Publication.Named<>(
              (eventId, now, effectiveAt) -> record(eventId, operation, entry, now, effectiveAt),
              name,
              "entry " + name + " " + operation.name().toLowerCase(Locale.ROOT)));
    }
    return publication.publish(
        job, Topic.CONTROL_BANKS, io.earshot.schemas.avro.BankControl.class, changes);
  }

  private void check(BankEntry entry, String name) {
    List<String> faults = new ArrayList<>(entry.faults());
    faults.addAll(new BankControl(Taxonomy.entries().keySet()).policyFaults(entry));
    if (entry.isSafe() && !safe) {
      faults.add(
          "it has no policyId, so it would count as known to be safe and hide what it is like; name"
              + " the policy that it violates, or give --safe");
    }
    if (!faults.isEmpty()) {
      throw new ConfigurationException("entry " + name + ": " + String.join("; ", faults));
    }
  }

  private BankEntry single(String name, BankOperation operation) {
    int slash = name.indexOf('/');
    if (slash < 1 || slash == name.length() - 1) {
      throw new ParameterException(
          spec.commandLine(), "\"" + name + "\" is no entry; give it as BANK/ID");
    }
    FingerprintKind known = FingerprintKind.of(kind);
    if (known == null && operation == BankOperation.ADD) {
      throw new ParameterException(
          spec.commandLine(),
          "--kind is \"" + kind + "\"; it must be sha256, pdq, chromaprint or simhash");
    }
    FingerprintKind of = known == null ? FingerprintKind.SHA256 : known;
    return new BankEntry(
        name.substring(0, slash),
        name.substring(slash + 1),
        of,
        fingerprint,
        policy,
        severity,
        source,
        0,
        until == null ? Long.MAX_VALUE : until.toEpochMilli(),
        within == null ? of.farthest() : within);
  }

  private static io.earshot.schemas.avro.BankControl record(
      String eventId, BankOperation operation, BankEntry entry, Instant now, Instant effectiveAt) {
    Instant from = Instant.ofEpochMilli(entry.from());
    return io.earshot.schemas.avro.BankControl.newBuilder()
        .setEventId(eventId)
        .setBankId(entry.bank())
        .setEntryId(entry.entryId())
        .setOperation(operation)
        .setFingerprintKind(entry.kind().key())
        .setFingerprint(entry.fingerprint())
        .setPolicyId(entry.policyId())
        .setSource(entry.source())
        .setSeverity(entry.severity() == BankEntry.UNRATED ? null : entry.severity())
        .setMaxDistance(entry.within())
        .setExpiresAt(entry.until() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(entry.until()))
        .setEventTime(now)
        .setEffectiveAt(
            operation == BankOperation.ADD && from.isAfter(effectiveAt) ? from : effectiveAt)
        .build();
  }
}
