package io.earshot.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.intake.ContentKind;
import io.earshot.job.cli.DsaCommand;
import io.earshot.job.wire.OutputWire;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.PolicyRef;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.StatementOfReasons;
import io.earshot.schemas.wire.SingleObject;
import io.earshot.statement.DsaCodes.AccountType;
import io.earshot.statement.Statement;
import io.earshot.statement.StatementBuilder;
import io.earshot.statement.StatementFacts;
import io.earshot.statement.StatementFacts.Actor;
import io.earshot.statement.StatementFacts.Basis;
import io.earshot.statement.StatementFacts.Change;
import io.earshot.statement.StatementFacts.Decider;
import io.earshot.statement.StatementFacts.Detection;
import io.earshot.statement.StatementFacts.Finding;
import io.earshot.statement.StatementFacts.Ground;
import io.earshot.statement.StatementFacts.Material;
import io.earshot.statement.StatementFacts.Medium;
import io.earshot.statement.StatementFacts.Origin;
import io.earshot.statement.StatementFacts.Path;
import io.earshot.statement.StatementFacts.Restricted;
import io.earshot.statement.StatementFacts.Source;
import io.earshot.statement.StatementJson;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/**
 * A statement is the same JSON whether it is made at once, or goes over Avro into the topic, out of
 * it into a file of the demo, and from there into a batch.
 */
final class StatementLinesTest {

  private static final long AT = Instant.parse("2026-03-01T12:00:10Z").toEpochMilli();

  @TempDir private java.nio.file.Path folder;

  @ParameterizedTest
  @EnumSource
  void every_field_survives_the_topic(Ground ground) throws Exception {
    Statement statement = statement(ground);
    SingleObject wire = new SingleObject(SchemaStore.released());
    byte[] bytes =
        wire.encoder(Topic.DSA_STATEMENTS, StatementOfReasons.class)
            .encode(OutputWire.statement(statement));

    ObjectNode line =
        RecordJson.of(wire.decoder(Topic.DSA_STATEMENTS, StatementOfReasons.class).decode(bytes));

    assertThat(StatementJson.sendable(line)).isEqualTo(StatementJson.of(statement));
  }

  @Test
  void line_of_the_demo_becomes_the_statement_of_a_batch() throws Exception {
    Statement statement = statement(Ground.TERMS);
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("key", statement.puid());
    line.set("value", RecordJson.of(OutputWire.statement(statement)));
    java.nio.file.Path in = Files.writeString(folder.resolve("in.jsonl"), line + "\n");
    java.nio.file.Path out = folder.resolve("out");

    int exit =
        new CommandLine(new DsaCommand())
            .execute("export", "--in", in.toString(), "--out", out.toString());

    JsonNode batch = new ObjectMapper().readTree(out.resolve("batch-0001.json").toFile());
    assertThat(exit).isZero();
    assertThat(batch.get("statements").get(0)).isEqualTo(StatementJson.of(statement));
    assertThat(batch).hasSize(1);
  }

  /** Facts that fill every field that can be filled together. */
  private static Statement statement(Ground ground) {
    Long end = AT + 30L * 86_400_000;
    StatementFacts facts =
        new StatementFacts(
            "0b8c7f7e-8f5e-5b0e-9a4c-0d5a2f4d7c11",
            1,
            Change.IMPOSED,
            java.util.stream.Stream.of(
                    ActionType.REMOVE,
                    ActionType.WITHHOLD_ROYALTY,
                    ActionType.UPLOAD_FREEZE,
                    ActionType.SUSPEND_ACCOUNT)
                .map(action -> new Restricted(action, AT, end, List.of("AT", "GR"), List.of()))
                .toList(),
            new Basis(
                new PolicyRef("INT.LINKSPAM", "1", 3, "https://earshot.example/policies/spam"),
                List.of(new PolicyRef("HAT.HATE", "1", 2, "")),
                ground,
                ground == Ground.ILLEGAL ? "Directive 2005/29/EC" : null,
                true),
            new Origin(Source.TRUSTED_FLAGGER, false, "Hotline of Austria", Detection.HUMAN),
            new Decider(Actor.HUMAN_CONFIRMED, false),
            new Material(
                ContentKind.PLAYLIST,
                List.of(),
                true,
                "el",
                AT,
                "4006381333931",
                AccountType.PRIVATE),
            new Path(
                List.of(new Comparison("content.links", ">", "0", "3", true)),
                List.of(new Finding(Medium.TEXT, "title", "spam", 0.9))),
            true,
            false,
            List.of("cr-7f3a91"));
    if (StatementBuilder.build(facts) instanceof Statement statement) {
      return statement;
    }
    throw new AssertionError("no statement");
  }
}
