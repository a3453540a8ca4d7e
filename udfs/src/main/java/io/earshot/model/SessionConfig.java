package io.earshot.model;

import java.io.Serializable;

/**
 * How a model is run on this machine.
 *
 * @param device where it runs
 * @param threads threads that share one run on the processor, the caller's included; 0 for one a
 *     core. A GPU session uses 1
 * @param gpu index of the GPU among those this process sees, from 0
 * @param engineCache folder for TensorRT's engines, empty for none; without it every start builds
 *     them anew, which takes minutes
 */
public record SessionConfig(Device device, int threads, int gpu, String engineCache)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public SessionConfig {
    if (threads < 0 || threads > 256) {
      throw new IllegalArgumentException(
          "threads is " + threads + ", but must be from 0 (one a core) to 256");
    }
    if (gpu < 0) {
      throw new IllegalArgumentException("gpu is " + gpu + ", but must be an index from 0");
    }
  }

  /** The first GPU, or the processor, without an engine cache. */
  public static SessionConfig of(Device device, int threads) {
    return new SessionConfig(device, threads, 0, "");
  }

  /** The same on another GPU. */
  public SessionConfig onGpu(int index) {
    return new SessionConfig(device, threads, index, engineCache);
  }

  /** The same on another device. */
  SessionConfig on(Device other) {
    return new SessionConfig(other, threads, gpu, engineCache);
  }
}
