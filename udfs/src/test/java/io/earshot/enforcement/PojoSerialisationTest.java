package io.earshot.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.AssessmentProgress;
import io.earshot.assessment.PendingJoin;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.DeadLetter;
import io.earshot.intake.Inbound;
import io.earshot.intake.Submission;
import io.earshot.intake.WorkItem;
import io.earshot.matching.BandItem;
import io.earshot.matching.BankChange;
import io.earshot.matching.EntryCount;
import io.earshot.matching.EntryNews;
import io.earshot.matching.FingerprintedItem;
import io.earshot.matching.SlotInput;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.Judgement;
import io.earshot.policy.LimitRequest;
import io.earshot.policy.MatchSupport;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.Quarantined;
import io.earshot.risk.Activity;
import io.earshot.risk.LateEvent;
import io.earshot.risk.network.LinkBatch;
import io.earshot.risk.network.LinkNote;
import io.earshot.risk.network.SignalNote;
import io.earshot.risk.network.TraceNote;
import io.earshot.scoring.ScoredItem;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels between operators or lies in state is a Flink POJO down to its leaves. */
class PojoSerialisationTest {

  static Stream<Named<TypeInformation<?>>> types() {
    return Stream.concat(
        Stream.of(
            Named.of(
                "Inbound<Submission>", TypeInformation.of(new TypeHint<Inbound<Submission>>() {})),
            Named.of(
                "Inbound<CreatorSignal>",
                TypeInformation.of(new TypeHint<Inbound<CreatorSignal>>() {}))),
        Stream.of(
                WorkItem.class,
                ScoredItem.class,
                PendingJoin.class,
                AssessmentProgress.class,
                Assessment.class,
                ArrivedSignal.class,
                Activity.class,
                SignalNote.class,
                LinkNote.class,
                TraceNote.class,
                BandItem.class,
                SlotInput.class,
                LinkBatch.class,
                Judgement.class,
                LimitRequest.class,
                LimitRefusal.class,
                LimitFunction.Period.class,
                ExpressReceipt.class,
                Matter.class,
                PolicyChange.class,
                ControlStatus.class,
                BankChange.class,
                FingerprintedItem.class,
                EntryNews.class,
                EntryCount.class,
                Quarantined.class,
                MatchSupport.class,
                CreatorLedger.class,
                SubjectLedger.class,
                EnforcementAction.class,
                EffectiveState.class,
                ReviewTask.class,
                DecisionAudit.class,
                LateEvent.class,
                DeadLetter.class)
            .map(type -> Named.of(type.getSimpleName(), TypeInformation.of(type))));
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_record_in_flight_or_state_serialises_without_kryo(TypeInformation<?> type) {
    SerializerConfigImpl strict = new SerializerConfigImpl();
    strict.setGenericTypes(false);

    assertThat(type).isInstanceOf(PojoTypeInfo.class);
    assertThatCode(() -> type.createSerializer(strict)).doesNotThrowAnyException();
  }
}
