package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A content event as it came, decoded but not yet validated. The fields are those of the wire
 * contract.
 */
public record Submission(
    String eventId,
    String contentId,
    long version,
    String creatorId,
    @Nullable ContentKind kind,
    String language,
    String market,
    String title,
    String description,
    @Nullable String transcript,
    List<String> tags,
    List<String> links,
    @Nullable Long durationMs,
    @Nullable MediaRef cover,
    @Nullable MediaRef audio,
    boolean declaredExplicit,
    long eventTime,
    List<Modality> expectedModalities,
    List<SuppliedScores> suppliedScores,
    @Nullable String parentId,
    @Nullable ReleaseRef release,
    @Nullable String isrc,
    List<BankMatch> suppliedMatches) {

  /** A content event in which the platform found no known media by itself. */
  public Submission(
      String eventId,
      String contentId,
      long version,
      String creatorId,
      @Nullable ContentKind kind,
      String language,
      String market,
      String title,
      String description,
      @Nullable String transcript,
      List<String> tags,
      List<String> links,
      @Nullable Long durationMs,
      @Nullable MediaRef cover,
      @Nullable MediaRef audio,
      boolean declaredExplicit,
      long eventTime,
      List<Modality> expectedModalities,
      List<SuppliedScores> suppliedScores,
      @Nullable String parentId,
      @Nullable ReleaseRef release,
      @Nullable String isrc) {
    this(
        eventId,
        contentId,
        version,
        creatorId,
        kind,
        language,
        market,
        title,
        description,
        transcript,
        tags,
        links,
        durationMs,
        cover,
        audio,
        declaredExplicit,
        eventTime,
        expectedModalities,
        suppliedScores,
        parentId,
        release,
        isrc,
        List.of());
  }
}
