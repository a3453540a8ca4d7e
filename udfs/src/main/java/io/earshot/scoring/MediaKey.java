package io.earshot.scoring;

import io.earshot.intake.MediaRef;

/**
 * By which media are the same: what is in them and what they are said to be, wherever they are.
 *
 * @param sha256 of the bytes, as the event names it
 * @param mediaType as the event names it; bytes of another type than that are not decoded
 */
public record MediaKey(String sha256, String mediaType) {

  /** The key of a medium. */
  public static MediaKey of(MediaRef media) {
    return new MediaKey(media.sha256(), media.mediaType());
  }
}
