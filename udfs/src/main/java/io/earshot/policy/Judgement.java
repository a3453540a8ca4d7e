package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.risk.Activity;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What risk and policy have to say about one event of a creator's window, on its way to
 * enforcement.
 *
 * @param creatorId whose event it is
 * @param eventId unique for the event
 * @param eventTime when it happened, milliseconds since the epoch
 * @param windowEnd end of the window in which it was judged
 * @param source where it was read
 * @param subject what it is about
 * @param content facts of the content; null with a signal
 * @param accountCreatedAt when the account was made, milliseconds since the epoch; 0 if not known
 * @param decisions what was decided, most severe policy first
 * @param open policies that only enforcement can decide
 * @param assessment what the open policies are decided on; null if there are none
 * @param facts variables that differ from their initial value
 * @param models which models answered, as {@code id@version}
 * @param bundle which bundle decided
 * @param signal what a human or an authority said; null with content
 * @param note what the window did about that, for its audit; null if there is nothing to say
 */
public record Judgement(
    String creatorId,
    String eventId,
    long eventTime,
    long windowEnd,
    SourceRef source,
    SubjectRef subject,
    @Nullable ContentFacts content,
    long accountCreatedAt,
    List<Decision> decisions,
    List<String> open,
    @Nullable Assessment assessment,
    List<Facts.Fact> facts,
    List<String> models,
    BundleRef bundle,
    @Nullable CreatorSignal signal,
    @Nullable String note) {

  /** The order of {@link Activity#CANONICAL}. */
  public static final Comparator<Judgement> CANONICAL =
      Comparator.comparingLong(Judgement::eventTime).thenComparing(Judgement::eventId);

  /** The same, without some of its decisions. */
  Judgement without(Set<String> decisionIds) {
    return new Judgement(
        creatorId,
        eventId,
        eventTime,
        windowEnd,
        source,
        subject,
        content,
        accountCreatedAt,
        decisions.stream().filter(d -> !decisionIds.contains(d.decisionId())).toList(),
        open,
        assessment,
        facts,
        models,
        bundle,
        signal,
        note);
  }
}
