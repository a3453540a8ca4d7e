package io.earshot.intake;

/**
 * What a report, a decision or a restriction is about.
 *
 * @param type what it is
 * @param id pseudonymous id
 * @param version the content version that is meant; 0 where the subject has none. What is decided
 *     on one version never hits another
 */
public record SubjectRef(SubjectType type, String id, long version) {

  /** The subject of a published version. */
  public static SubjectRef of(ContentRef content) {
    return new SubjectRef(SubjectType.of(content.kind()), content.contentId(), content.version());
  }

  /** A creator as the subject. */
  public static SubjectRef creator(String creatorId) {
    return new SubjectRef(SubjectType.CREATOR, creatorId, 0);
  }

  /**
   * Key of the subject on a topic; versions of one content share it, so that their actions stay in
   * order.
   */
  public String key() {
    return type + ":" + id;
  }
}
