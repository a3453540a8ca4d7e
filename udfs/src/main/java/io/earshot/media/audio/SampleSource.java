package io.earshot.media.audio;

import java.io.IOException;

/** A decoder of one format: blocks of samples at the file's own rate and channels. */
interface SampleSource {

  /** Frames a second. */
  int sampleRate();

  /** Channels of every block. */
  default int channels() {
    return block().length;
  }

  /**
   * Decodes a block.
   *
   * @return how many frames of {@link #block} hold it, 0 if this one was none, -1 at the end
   * @throws io.earshot.media.MediaException when the medium is at fault
   */
  int next() throws IOException;

  /** The samples of the last block, a row a channel from the start on, full scale being 1. */
  float[][] block();
}
