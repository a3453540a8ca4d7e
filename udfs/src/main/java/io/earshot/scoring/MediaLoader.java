package io.earshot.scoring;

import io.earshot.intake.MediaRef;
import io.earshot.media.VerifiedStream;
import java.io.IOException;
import java.io.Serializable;

/**
 * Where the bytes of media come from. The stages know this interface only; what a file system is,
 * and which parts of which may be read, the job knows.
 */
public interface MediaLoader extends Serializable {

  /**
   * Opens a medium. May block, so never call it on a task's thread: {@link MediaReader} does not.
   *
   * @throws io.earshot.media.MediaException when its address is not allowed, it cannot be had, or
   *     is too large; reading may throw one too
   */
  VerifiedStream open(MediaRef media) throws IOException;
}
