package io.earshot.job.wire;

import io.earshot.intake.AccountSignal;
import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentKind;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.OrderBasis;
import io.earshot.intake.CreatorSignal.OrderOperation;
import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.PlayAggregate;
import io.earshot.intake.Refusal;
import io.earshot.intake.ReleaseRef;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.intake.Submission;
import io.earshot.intake.SuppliedScores;
import io.earshot.matching.BankChange;
import io.earshot.matching.BankEntry;
import io.earshot.matching.FingerprintKind;
import io.earshot.policy.ActionType.Target;
import io.earshot.policy.PolicyChange;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.AuthorityOrder;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.Media;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.ModelControl;
import io.earshot.schemas.avro.PolicyControl;
import io.earshot.schemas.avro.Release;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Score;
import io.earshot.schemas.avro.Subject;
import io.earshot.scoring.ModelChange;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From Avro to the records of intake. What an Avro record cannot mean (an enum symbol that this
 * version does not know, an outcome that it cannot act on) is a {@link WireException}, which
 * becomes a dead letter.
 */
public final class InputWire {

  private InputWire() {}

  /** A record that is whole, but says something that this version cannot take. */
  public static final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    WireException(String field, String message) {
      super(message, null, false, false);
      this.refusal = new Refusal(Refusal.Reason.INVALID_FIELD, field, message);
    }

    /** What is wrong with it. */
    public Refusal refusal() {
      return refusal;
    }
  }

  /** A content event. An unknown kind stays null, for intake to refuse it. */
  public static Submission submission(ContentEvent event) throws WireException {
    List<Modality> expected = new ArrayList<>(event.getExpectedModalities().size());
    for (io.earshot.schemas.avro.Modality modality : event.getExpectedModalities()) {
      expected.add(modality("expectedModalities", modality));
    }
    List<SuppliedScores> supplied = new ArrayList<>(event.getSuppliedScores().size());
    for (ModalityScores scores : event.getSuppliedScores()) {
      supplied.add(supplied(scores));
    }
    List<BankMatch> matches = new ArrayList<>(event.getSuppliedMatches().size());
    for (io.earshot.schemas.avro.BankMatch match : event.getSuppliedMatches()) {
      matches.add(
          new BankMatch(
              match.getBank(),
              match.getEntryId(),
              match.getPolicyId(),
              modality("suppliedMatches", match.getModality()),
              match.getDistance()));
    }
    return new Submission(
        event.getEventId(),
        event.getContentId(),
        event.getVersion(),
        event.getCreatorId(),
        kind(event),
        event.getLanguage(),
        event.getMarket(),
        event.getTitle(),
        event.getDescription(),
        event.getTranscript(),
        event.getTags(),
        event.getLinks(),
        event.getDurationMs(),
        media(event.getCover()),
        media(event.getAudio()),
        event.getDeclaredExplicit(),
        event.getEventTime().toEpochMilli(),
        expected,
        supplied,
        event.getParentId(),
        release(event.getRelease()),
        event.getIsrc(),
        matches);
  }

  private static @Nullable ReleaseRef release(@Nullable Release release) {
    return release == null
        ? null
        : new ReleaseRef(
            release.getReleaseId(), release.getTrackCount(), release.getJoinSimilarity());
  }

  /** Plays of a listener. */
  public static PlayAggregate plays(io.earshot.schemas.avro.PlayAggregate plays)
      throws WireException {
    Instant published = plays.getPublishedAt();
    return new PlayAggregate(
        plays.getEventId(),
        plays.getListenerId(),
        plays.getContentId(),
        plays.getVersion(),
        plays.getCreatorId(),
        played(plays.getType()),
        plays.getBucketStart().toEpochMilli(),
        plays.getEventTime().toEpochMilli(),
        plays.getPlays(),
        plays.getRoyaltyPlays(),
        plays.getPlayedSeconds(),
        plays.getConcurrentDevices(),
        published == null ? null : published.toEpochMilli());
  }

  private static ContentKind played(io.earshot.schemas.avro.SubjectType type) throws WireException {
    return switch (type) {
      case TRACK -> ContentKind.TRACK;
      case EPISODE -> ContentKind.EPISODE;
      case SHOW -> ContentKind.SHOW;
      case AUDIOBOOK -> ContentKind.AUDIOBOOK;
      case PLAYLIST -> ContentKind.PLAYLIST;
      default ->
          throw new WireException(
              "type",
              "type is "
                  + type
                  + "; what is played is a TRACK, EPISODE, SHOW, AUDIOBOOK or"
                  + " PLAYLIST");
    };
  }

  /** A change of an account. */
  public static CreatorSignal account(CreatorEvent event) throws WireException {
    if (event.getKind() == CreatorEventKind.UNKNOWN) {
      throw new WireException("kind", "kind is not known to this version of the job");
    }
    Instant created = event.getAccountCreatedAt();
    List<AccountSignal> signals = new ArrayList<>(event.getSignals().size());
    for (io.earshot.schemas.avro.AccountSignal signal : event.getSignals()) {
      signals.add(
          new AccountSignal(
              symbol("signals.type", signal.getType(), AccountSignal.Type.class),
              signal.getHash()));
    }
    return CreatorSignal.of(
        event.getEventId(),
        event.getCreatorId(),
        event.getEventTime().toEpochMilli(),
        new CreatorSignal.AccountChange(
            created == null ? null : created.toEpochMilli(),
            event.getTrustedLicensor(),
            event.getKind() == CreatorEventKind.ERASE,
            signals,
            closure(event.getKind()),
            event.getCreatorType(),
            event.getChannel()));
  }

  private static CreatorSignal.@Nullable Closure closure(CreatorEventKind kind) {
    return switch (kind) {
      case TERMINATED -> CreatorSignal.Closure.TERMINATED;
      case REINSTATED -> CreatorSignal.Closure.REINSTATED;
      default -> null;
    };
  }

  /** A report, or the answer to one. */
  public static CreatorSignal report(Report report) throws WireException {
    CreatorSignal.ReportSource source =
        switch (report.getSource()) {
          case USER_REPORT -> CreatorSignal.ReportSource.USER_REPORT;
          case RIGHTSHOLDER -> CreatorSignal.ReportSource.RIGHTSHOLDER;
          case ART16 -> CreatorSignal.ReportSource.ART16;
          case TRUSTED_FLAGGER -> CreatorSignal.ReportSource.TRUSTED_FLAGGER;
          default ->
              throw new WireException(
                  "source",
                  "source is "
                      + report.getSource()
                      + "; a report comes from USER_REPORT, ART16, TRUSTED_FLAGGER or"
                      + " RIGHTSHOLDER");
        };
    return CreatorSignal.of(
        report.getEventId(),
        report.getCreatorId(),
        report.getEventTime().toEpochMilli(),
        new CreatorSignal.Report(
            report.getReporterId(),
            subject("target", report.getTarget()),
            report.getPolicyId(),
            source,
            source == CreatorSignal.ReportSource.TRUSTED_FLAGGER ? report.getOrganisation() : null,
            answer(report)));
  }

  private static CreatorSignal.@Nullable ReportAnswer answer(Report report) throws WireException {
    if (report.getAnswers() == null) {
      return null;
    }
    return switch (report.getFinding()) {
      case UPHELD -> new CreatorSignal.ReportAnswer(report.getAnswers(), true);
      case UNFOUNDED -> new CreatorSignal.ReportAnswer(report.getAnswers(), false);
      default ->
          throw new WireException(
              "finding",
              "finding is "
                  + report.getFinding()
                  + "; the answer to a report is UPHELD or UNFOUNDED");
    };
  }

  /** The outcome of a review. */
  public static CreatorSignal review(ReviewOutcome review) throws WireException {
    CreatorSignal.ReviewOutcome outcome =
        symbol("outcome", review.getOutcome(), CreatorSignal.ReviewOutcome.class);
    Scope scope = review.getScope();
    return CreatorSignal.of(
        review.getEventId(),
        review.getCreatorId(),
        review.getEventTime().toEpochMilli(),
        new CreatorSignal.Review(
            symbol("kind", review.getKind(), CreatorSignal.ReviewKind.class),
            review.getTaskId(),
            review.getDecisionId(),
            outcome,
            review.getReasonCode(),
            review.getPool(),
            review.getReviewerRef(),
            outcome == CreatorSignal.ReviewOutcome.MODIFY
                ? remedy(review.getAction(), review.getDurationMs(), scope)
                : null));
  }

  /** What an authority demands. */
  public static CreatorSignal order(AuthorityOrder order) throws WireException {
    OrderOperation operation = symbol("operation", order.getOperation(), OrderOperation.class);
    Instant preserve = order.getPreserveUntil();
    SubjectRef subject = subject("subject", order.getSubject());
    return CreatorSignal.of(
        order.getEventId(),
        order.getCreatorId(),
        order.getEventTime().toEpochMilli(),
        new CreatorSignal.Order(
            order.getOrderId(),
            operation,
            subject,
            operation == OrderOperation.APPLY
                ? fitting(remedy(order.getAction(), null, order.getScope()), subject)
                : null,
            symbol("basis", order.getBasis(), OrderBasis.class),
            order.getLegalReference(),
            order.getDueAt().toEpochMilli(),
            preserve == null ? null : preserve.toEpochMilli()));
  }

  /** A change of the policies. */
  public static PolicyChange policyChange(PolicyControl control) throws WireException {
    return new PolicyChange(
        control.getEventId(),
        symbol("operation", control.getOperation(), PolicyChange.Operation.class),
        control.getBundle(),
        control.getPolicyId(),
        control.getEffectiveAt().toEpochMilli(),
        control.getEventTime().toEpochMilli());
  }

  /** A change of the models. */
  public static ModelChange modelChange(ModelControl control) throws WireException {
    return new ModelChange(
        control.getEventId(),
        control.getModelId(),
        control.getModelVersion(),
        symbol("stage", control.getStage(), ModelChange.Stage.class),
        control.getCanaryPercent(),
        control.getLocation(),
        control.getEffectiveAt().toEpochMilli(),
        control.getEventTime().toEpochMilli());
  }

  /** A change of a bank. */
  public static BankChange bankChange(BankControl control) throws WireException {
    FingerprintKind kind = FingerprintKind.of(control.getFingerprintKind());
    BankChange.Operation operation =
        symbol("operation", control.getOperation(), BankChange.Operation.class);
    if (kind == null && operation == BankChange.Operation.ADD) {
      throw new WireException(
          "fingerprintKind",
          "fingerprintKind is "
              + control.getFingerprintKind()
              + "; known are "
              + Stream.of(FingerprintKind.values()).map(FingerprintKind::key).toList());
    }
    FingerprintKind known = kind == null ? FingerprintKind.SHA256 : kind;
    Instant expires = control.getExpiresAt();
    Integer severity = control.getSeverity();
    Double within = control.getMaxDistance();
    return new BankChange(
        control.getEventId(),
        operation,
        new BankEntry(
            control.getBankId(),
            control.getEntryId(),
            known,
            control.getFingerprint(),
            control.getPolicyId(),
            severity == null ? BankEntry.UNRATED : severity,
            control.getSource(),
            control.getEffectiveAt().toEpochMilli(),
            expires == null ? Long.MAX_VALUE : expires.toEpochMilli(),
            within == null ? known.farthest() : within),
        control.getEventTime().toEpochMilli());
  }

  private static CreatorSignal.Remedy remedy(
      ActionType action, @Nullable Long durationMillis, @Nullable Scope scope)
      throws WireException {
    io.earshot.policy.ActionType known =
        symbol("action", action, io.earshot.policy.ActionType.class);
    if (!known.isRestriction()) {
      throw new WireException(
          "action", "action is " + action + ", which restricts nothing; name a restriction");
    }
    return new CreatorSignal.Remedy(
        known.name(),
        durationMillis,
        scope == null ? List.of() : sorted(scope.getTerritories()),
        scope == null ? List.of() : sorted(scope.getSurfaces()));
  }

  /** An order means the subject that it names: what is done to accounts is done to no content. */
  private static CreatorSignal.Remedy fitting(CreatorSignal.Remedy remedy, SubjectRef subject)
      throws WireException {
    if (io.earshot.policy.ActionType.valueOf(remedy.action()).target() == Target.CREATOR
        && !subject.type().isAccount()) {
      throw new WireException(
          "action",
          "action is "
              + remedy.action()
              + ", which is done to a creator, and the subject is "
              + subject.type()
              + " "
              + subject.id()
              + "; name the creator as the subject, or an action on content");
    }
    return remedy;
  }

  private static List<String> sorted(List<String> values) {
    return values.stream().distinct().sorted().toList();
  }

  /** The symbol of the stages with the name of one of the wire. */
  private static <E extends Enum<E>> E symbol(String field, Enum<?> value, Class<E> type)
      throws WireException {
    for (E known : type.getEnumConstants()) {
      if (known.name().equals(value.name())) {
        return known;
      }
    }
    throw new WireException(
        field,
        field
            + " is "
            + value
            + ", which this version does not know; known are "
            + List.of(type.getEnumConstants()));
  }

  private static @Nullable ContentKind kind(ContentEvent event) {
    return switch (event.getKind()) {
      case TRACK -> ContentKind.TRACK;
      case EPISODE -> ContentKind.EPISODE;
      case SHOW -> ContentKind.SHOW;
      case AUDIOBOOK -> ContentKind.AUDIOBOOK;
      case PLAYLIST -> ContentKind.PLAYLIST;
      case COMMENT -> ContentKind.COMMENT;
      case IMAGE -> ContentKind.IMAGE;
      case PROFILE -> ContentKind.PROFILE;
      case UNKNOWN -> null;
    };
  }

  private static SubjectRef subject(String field, Subject subject) throws WireException {
    return new SubjectRef(
        symbol(field + ".type", subject.getType(), SubjectType.class),
        subject.getId(),
        subject.getVersion());
  }

  private static Modality modality(String field, io.earshot.schemas.avro.Modality modality)
      throws WireException {
    return switch (modality) {
      case TEXT -> Modality.TEXT;
      case IMAGE -> Modality.IMAGE;
      case AUDIO -> Modality.AUDIO;
      default ->
          throw new WireException(
              field, field + " names " + modality + "; known are TEXT, IMAGE and AUDIO");
    };
  }

  private static SuppliedScores supplied(ModalityScores scores) throws WireException {
    List<String> labels = new ArrayList<>(scores.getScores().size());
    List<Double> values = new ArrayList<>(scores.getScores().size());
    for (Score score : scores.getScores()) {
      labels.add(score.getLabel());
      values.add(score.getScore());
    }
    return new SuppliedScores(
        modality("suppliedScores", scores.getModality()),
        scores.getModelId() == null ? "supplied" : scores.getModelId(),
        scores.getModelVersion() == null ? "0" : scores.getModelVersion(),
        labels,
        values,
        scores.getUnscoredReason());
  }

  private static @Nullable MediaRef media(@Nullable Media media) {
    if (media == null) {
      return null;
    }
    ByteBuffer content = media.getContent();
    byte[] bytes = null;
    if (content != null) {
      bytes = new byte[content.remaining()];
      content.duplicate().get(bytes);
    }
    return new MediaRef(media.getMediaType(), media.getSha256(), bytes, media.getUri());
  }
}
