package io.earshot.statement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.foundByModel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.enforcement.DataVersions;
import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.Provenance;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.Modality;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Comparison;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.Lane;
import io.earshot.policy.Mode;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Scope;
import io.earshot.scoring.Evidence;
import io.earshot.statement.DsaCodes.Answer;
import io.earshot.statement.DsaCodes.AutomatedDecision;
import io.earshot.statement.DsaCodes.Category;
import io.earshot.statement.DsaCodes.ContentType;
import io.earshot.statement.DsaCodes.SourceType;
import io.earshot.testing.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From today's action to a statement, and what is counted on the way. */
class StatementFunctionTest {

  private static final SubjectRef TRACK = new SubjectRef(SubjectType.TRACK, "tr-19af", 2);
  private static final long EVENT = T0 + 3_000;
  private static final long DECIDED = T0 + 10_000;

  private final Counters counters = new Counters();
  private final List<Statement> out = new ArrayList<>();
  private final List<ControlStatus> status = new ArrayList<>();

  @Test
  void removal_by_a_model_is_a_statement() {
    run(action(ActionEvent.APPLIED, TRACK, ActionType.REMOVE, "hate-remove", "HAT.HATE"));

    assertThat(out)
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.puid()).isEqualTo("sor-v1-" + Case.DECISION + "-1");
              assertThat(statement.category()).isEqualTo(Category.ILLEGAL_OR_HARMFUL_SPEECH);
              assertThat(statement.categoryAddition()).containsExactly(Category.VIOLENCE);
              assertThat(statement.contentType()).containsExactly(ContentType.TEXT);
              assertThat(statement.sourceType()).isEqualTo(SourceType.VOLUNTARY);
              assertThat(statement.automatedDetection()).isEqualTo(Answer.YES);
              assertThat(statement.automatedDecision()).isEqualTo(AutomatedDecision.FULLY);
              assertThat(statement.applicationDate()).isEqualTo("2026-01-01");
              assertThat(statement.territorialScope()).hasSize(30);
              assertThat(statement.decisionFacts())
                  .contains("text.hate is 0.973")
                  .doesNotContain("cr-7f3a91")
                  .doesNotContain("tr-19af");
            });
    assertThat(counters.counts()).isEqualTo(Map.of("statements", 1L));
  }

  @Test
  void each_axis_of_a_decision_has_a_puid_of_its_own() {
    for (ActionType action :
        List.of(
            ActionType.REMOVE,
            ActionType.WITHHOLD_ROYALTY,
            ActionType.UPLOAD_FREEZE,
            ActionType.SUSPEND_ACCOUNT,
            ActionType.LABEL_ADVISORY)) {
      run(action(ActionEvent.APPLIED, TRACK, action, "rule", "HAT.HATE"));
    }

    assertThat(out)
        .extracting(Statement::puid)
        .containsExactly(
            "sor-v1-" + Case.DECISION + "-1",
            "sor-v1-" + Case.DECISION + "-2",
            "sor-v1-" + Case.DECISION + "-3",
            "sor-v1-" + Case.DECISION + "-4",
            "sor-v1-" + Case.DECISION + "-5");
  }

  @Test
  void restriction_that_takes_the_place_of_another_is_a_statement_too() {
    run(action(ActionEvent.MODIFIED, TRACK, ActionType.REMOVE, "hate-remove", "HAT.HATE"));

    assertThat(out).hasSize(1);
  }

  @Test
  void what_restricts_nothing_or_ends_is_counted_as_exempt_by_reason() {
    run(action(ActionEvent.APPLIED, TRACK, ActionType.WARN, "rule", "HAT.HATE"));
    run(action(ActionEvent.REVERSED, TRACK, ActionType.REMOVE, "rule", "HAT.HATE"));
    run(action(ActionEvent.EXPIRED, TRACK, ActionType.REMOVE, "rule", "HAT.HATE"));

    assertThat(out).isEmpty();
    assertThat(counters.counts())
        .isEqualTo(Map.of("LIFTED.exemptStatements", 2L, "NOT_A_RESTRICTION.exemptStatements", 1L));
  }

  @Test
  void extension_is_a_statement_and_what_is_only_asked_or_in_shadow_is_none() {
    run(action(ActionEvent.EXTENDED, TRACK, ActionType.AGE_GATE, "rule", "HAT.HATE"));
    run(action(ActionEvent.REFERRED, TRACK, ActionType.SEND_TO_REVIEW, "rule", "HAT.HATE"));
    run(action(ActionEvent.SHADOW, TRACK, ActionType.REMOVE, "rule", "HAT.HATE"));

    assertThat(out).hasSize(1);
    assertThat(counters.counts())
        .isEqualTo(Map.of("NOT_A_RESTRICTION.exemptStatements", 2L, "statements", 1L));
  }

  @Test
  void restriction_in_one_country_is_stated_for_that_country_with_the_language_of_the_content() {
    run(
        action(
            ActionEvent.APPLIED,
            TRACK,
            ActionType.GEO_RESTRICT,
            "rule",
            "HAT.HATE",
            EnforcementAction.Actor.AUTOMATED,
            EVENT,
            new Scope(List.of("FR", "US"), List.of()),
            foundByModel(EVENT)));

    assertThat(out)
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.territorialScope()).containsExactly(DsaCodes.Territory.FR);
              assertThat(statement.contentLanguage()).isEqualTo("EN");
            });
  }

  @Test
  void order_of_article_9_has_no_statement_and_another_order_has_one_of_its_source() {
    run(ordered(true));
    run(ordered(false));

    assertThat(out)
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.sourceType()).isEqualTo(SourceType.OTHER_NOTIFICATION);
              assertThat(statement.automatedDetection()).isEqualTo(Answer.NO);
              assertThat(statement.automatedDecision()).isEqualTo(AutomatedDecision.NOT_AUTOMATED);
            });
  }

  private static EnforcementAction ordered(boolean article9) {
    return action(
        ActionEvent.APPLIED,
        TRACK,
        ActionType.REMOVE,
        "order",
        "LEG.ORDER",
        EnforcementAction.Actor.HUMAN,
        EVENT,
        Scope.EVERYWHERE,
        new Provenance(
            Provenance.Source.AUTHORITY_ORDER,
            null,
            Provenance.Detection.HUMAN,
            Provenance.Ground.ILLEGAL,
            "order of a court",
            "order-1",
            article9,
            null,
            0));
  }

  @Test
  void rung_of_the_ladder_after_a_human_decision_is_partly_automated() {
    EnforcementAction byHuman =
        action(
            ActionEvent.APPLIED,
            SubjectRef.creator(Case.CREATOR),
            ActionType.UPLOAD_FREEZE,
            "ladder.community.4",
            "HAT.HATE",
            EnforcementAction.Actor.HUMAN,
            EVENT);

    run(byHuman);

    assertThat(out)
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.automatedDecision()).isEqualTo(AutomatedDecision.PARTIALLY);
              assertThat(statement.contentTypeOther()).isNull();
            });
  }

  @Test
  void statement_that_the_database_would_refuse_is_reported_and_not_emitted() {
    run(
        action(
            ActionEvent.APPLIED,
            TRACK,
            ActionType.REMOVE,
            "rule",
            "HAT.HATE",
            EnforcementAction.Actor.AUTOMATED,
            0));

    assertThat(out).isEmpty();
    assertThat(counters.counts()).isEqualTo(Map.of("invalidStatements", 1L));
    assertThat(status)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.topic()).isEqualTo("dsa.statements");
              assertThat(one.result()).isEqualTo(ControlStatus.Result.REFUSED);
              assertThat(one.subject()).isEqualTo("statement of decision " + Case.DECISION);
              assertThat(one.errors()).anyMatch(error -> error.contains("date"));
              assertThat(one.effectiveAt()).isEqualTo(DECIDED);
            });
  }

  @Test
  void policy_that_is_filed_nowhere_does_not_fail_the_job() {
    run(action(ActionEvent.APPLIED, TRACK, ActionType.REMOVE, "rule", "HAT.NEW"));

    assertThat(out).isEmpty();
    assertThat(status)
        .singleElement()
        .satisfies(one -> assertThat(one.errors()).anyMatch(error -> error.contains("HAT.NEW")));
    assertThat(counters.counts()).isEqualTo(Map.of("invalidStatements", 1L));
  }

  @Test
  void failure_behind_the_function_is_not_taken_for_an_invalid_statement() {
    StatementFunction function = open();
    EnforcementAction action =
        action(ActionEvent.APPLIED, TRACK, ActionType.REMOVE, "rule", "HAT.HATE");

    assertThatThrownBy(
            () ->
                function.processElement(
                    action,
                    context(function),
                    new Collector<Statement>() {
                      @Override
                      public void collect(Statement statement) {
                        throw new IllegalArgumentException("the sink");
                      }

                      @Override
                      public void close() {}
                    }))
        .hasMessage("the sink");
    assertThat(counters.counts()).doesNotContainKey("invalidStatements");
  }

  @Test
  void statement_travels_without_kryo_and_arrives_as_it_was() throws Exception {
    SerializerConfigImpl strict = new SerializerConfigImpl();
    strict.setGenericTypes(false);
    TypeInformation<Statement> type = TypeInformation.of(Statement.class);
    assertThat(type).isInstanceOf(PojoTypeInfo.class);
    assertThatCode(() -> type.createSerializer(strict)).doesNotThrowAnyException();
    TypeSerializer<Statement> serializer = type.createSerializer(strict);
    Statement full =
        new Case()
            .release("4006381333931", DsaCodes.AccountType.BUSINESS)
            .under("HAT.HATE", "INT.LINKSPAM")
            .restrictions(
                Case.until(ActionType.REMOVE, "2026-03-08T00:00:00Z"),
                Case.until(ActionType.WITHHOLD_ROYALTY, "2026-03-09T00:00:00Z"))
            .statement();

    for (Statement statement : List.of(full, new Case().statement())) {
      DataOutputSerializer bytes = new DataOutputSerializer(1_024);
      serializer.serialize(statement, bytes);
      assertThat(serializer.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer())))
          .isEqualTo(statement);
      assertThat(serializer.copy(statement)).isEqualTo(statement);
    }
  }

  private void run(EnforcementAction action) {
    StatementFunction function = open();
    function.processElement(action, context(function), new ListCollector<>(out));
  }

  private ProcessFunction<EnforcementAction, Statement>.Context context(
      ProcessFunction<EnforcementAction, Statement> function) {
    return function.new Context() {
      @Override
      public Long timestamp() {
        return DECIDED;
      }

      @Override
      public TimerService timerService() {
        throw new UnsupportedOperationException("it waits for nothing");
      }

      @Override
      public <X> void output(OutputTag<X> tag, X value) {
        assertThat(tag.getId()).isEqualTo(StatementFunction.STATUS.getId());
        status.add((ControlStatus) value);
      }
    };
  }

  private StatementFunction open() {
    StatementFunction function = new StatementFunction();
    function.setRuntimeContext(counters.context());
    function.open(DefaultOpenContext.INSTANCE);
    return function;
  }

  private static EnforcementAction action(
      ActionEvent type, SubjectRef subject, ActionType action, String rule, String policy) {
    return action(type, subject, action, rule, policy, EnforcementAction.Actor.AUTOMATED, EVENT);
  }

  private static EnforcementAction action(
      ActionEvent type,
      SubjectRef subject,
      ActionType action,
      String rule,
      String policy,
      EnforcementAction.Actor actor,
      long eventTime) {
    return action(
        type,
        subject,
        action,
        rule,
        policy,
        actor,
        eventTime,
        Scope.EVERYWHERE,
        foundByModel(eventTime));
  }

  private static EnforcementAction action(
      ActionEvent type,
      SubjectRef subject,
      ActionType action,
      String rule,
      String policy,
      EnforcementAction.Actor actor,
      long eventTime,
      Scope scope,
      Provenance provenance) {
    PolicyRef ref = new PolicyRef(policy, "1", 2, "https://earshot.example/policies/hate");
    @Nullable Long none = null;
    return new EnforcementAction(
        "event-1",
        type,
        Case.DECISION,
        1,
        subject,
        Case.CREATOR,
        action,
        scope,
        DECIDED,
        none,
        ref,
        rule,
        "The text attacks people",
        List.of(),
        List.of(new Comparison("text.hate", ">=", "0.95", "0.973", true)),
        List.of(
            new EvidenceRef(
                Modality.TEXT, Evidence.inText("hate", "title", 0, 0.973), "text-safety", "1.0.0")),
        List.of(
            new Cause(
                "decision-2",
                new PolicyRef("VIO.THREAT", "1", 1, ""),
                "threat",
                ActionType.HIDE_PENDING_REVIEW,
                "The text threatens")),
        actor,
        Mode.ENFORCE,
        Lane.WINDOWED,
        null,
        null,
        "trigger-1",
        new BundleRef("default", "1", "0".repeat(64)),
        List.of("text-safety@1.0.0"),
        DataVersions.NONE,
        List.of(),
        null,
        null,
        null,
        provenance,
        eventTime,
        DECIDED);
  }
}
