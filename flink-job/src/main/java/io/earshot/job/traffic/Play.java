package io.earshot.job.traffic;

/**
 * One publication, before it has a time.
 *
 * @param opens whether the creator has published nothing before
 * @param version 1 for a first publication
 * @param item as published, with the label that it has in this form
 * @param extras what else is told
 */
record Play(
    Creator creator, boolean opens, String contentId, long version, PackItem item, Extras extras) {

  /** A play with nothing beside its item. */
  Play(Creator creator, boolean opens, String contentId, long version, PackItem item) {
    this(creator, opens, contentId, version, item, Extras.NONE);
  }
}
