package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.book;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.assessment.Assessment;
import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.matching.FoundLater;
import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.UnscoredReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Known media that is found in something that was judged before. */
class FoundLaterTest {

  private static final long WINDOW = 10_000;

  private static final PolicyBook POLICIES =
      book(
          """
          bundle: later
          version: "1"
          policies:
            - id: CSE.CSAM
              version: "1"
              clause: https://example.org/csam
              rules:
                - id: known
                  if: "'CSE.CSAM' in matches.policies"
                  then: {action: BLOCK_UPLOAD}
                  because: known
            - id: INT.FLOOD
              version: "1"
              clause: https://example.org/flood
              rules:
                - id: nobody-read-it
                  if: "!text.scored"
                  then: {action: SEND_TO_REVIEW}
                  because: nobody read it
          """);

  private static final ContentRef CONTENT = content("e", "c", 1, "creator", T0);

  @Test
  void onlyWhatRestsOnTheMedia_isDecided_andNothingIsCountedAsPublished() {
    Judging.Result published =
        judge(
            new CreatorProfile(),
            Activity.of(
                new Assessment(
                    CONTENT, List.of(ModelScores.unscored(Modality.TEXT, UnscoredReason.ERROR)))));
    Judging.Result later = judge(published.profile(), Activity.of(found("CSE.CSAM")));

    assertThat(published.judgements().get(0).decisions())
        .extracting(decision -> decision.policy().id())
        .containsExactly("INT.FLOOD");
    assertThat(later.judgements()).hasSize(1);
    Judgement judgement = later.judgements().get(0);
    assertThat(judgement.decisions())
        .extracting(decision -> decision.policy().id(), Decision::action)
        .containsExactly(tuple("CSE.CSAM", ActionType.BLOCK_UPLOAD));
    // Enforcement knows a decision by the event that it is about.
    assertThat(judgement.decisions().get(0).triggerEventId()).isEqualTo(judgement.eventId());
    EvidenceRef evidence = judgement.decisions().get(0).evidence().get(0);
    assertThat(evidence.evidence().field()).isEqualTo("match, retroactive");
    assertThat(judgement.eventTime()).isEqualTo(T0 + 50_000);
    assertThat(judgement.content()).isNotNull();
    assertThat(judgement.subject().id()).isEqualTo("c");
    assertThat(later.profile().items()).isLessThanOrEqualTo(1);
    assertThat(later.profile().uploadsLast(24)).isOne();
  }

  @Test
  void whatNoRuleAsksFor_isAllowed_withAnAudit() {
    Judging.Result later = judge(new CreatorProfile(), Activity.of(found("TVE.TERROR")));

    assertThat(later.judgements()).isEmpty();
    assertThat(later.audits())
        .extracting(DecisionAudit::verdict)
        .containsExactly(DecisionAudit.Verdict.ALLOW);
  }

  @Test
  void whatWasFoundLater_isNeverTooLate_andOneFindingIsOneEvent() {
    Activity found = Activity.of(found("CSE.CSAM"));

    assertThat(found.canBeLate()).isFalse();
    assertThat(found).isEqualTo(Activity.of(found("CSE.CSAM")));
    assertThat(found.eventId()).isNotEqualTo(CONTENT.eventId());
  }

  private static FoundLater found(String policy) {
    return new FoundLater(
        CONTENT,
        new BankMatch("bank", "entry", policy, Modality.IMAGE, 3),
        T0 + 50_000,
        T0 + 50_000 + WINDOW - 1);
  }

  private static Judging.Result judge(CreatorProfile profile, Activity activity) {
    return Judging.judge("creator", profile, POLICIES, T0 + 60_000, List.of(activity));
  }
}
