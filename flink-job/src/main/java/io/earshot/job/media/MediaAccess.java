package io.earshot.job.media;

import io.earshot.job.AllowedPrefixes;
import io.earshot.job.ConfigurationException;
import io.earshot.job.EarshotOptions;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;

/**
 * Which media are read, and how much of them.
 *
 * @param allowed below which addresses: events are written by strangers, and an address of theirs
 *     must not make the job read what it can and they cannot
 * @param maxBytes of a medium
 * @param timeout of fetching and decoding one
 * @param threads that fetch and decode in each process
 * @param queue media that may wait for one
 */
public record MediaAccess(
    AllowedPrefixes allowed, long maxBytes, Duration timeout, int threads, int queue)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public MediaAccess {
    atLeastOne(EarshotOptions.MEDIA_MAX_BYTES.key(), maxBytes);
    atLeastOne(EarshotOptions.MEDIA_TIMEOUT.key(), timeout.toMillis());
    atLeastOne(EarshotOptions.MEDIA_THREADS.key(), threads);
    atLeastOne(EarshotOptions.MEDIA_QUEUE.key(), queue);
  }

  /**
   * Reads the options that start with {@code scoring.media}.
   *
   * @throws ConfigurationException naming the first that is wrong
   */
  public static MediaAccess of(Configuration options) {
    try {
      return new MediaAccess(
          new AllowedPrefixes(
              EarshotOptions.MEDIA_ALLOWED_PREFIXES.key(),
              options.get(EarshotOptions.MEDIA_ALLOWED_PREFIXES)),
          options.get(EarshotOptions.MEDIA_MAX_BYTES).getBytes(),
          options.get(EarshotOptions.MEDIA_TIMEOUT),
          options.get(EarshotOptions.MEDIA_THREADS),
          options.get(EarshotOptions.MEDIA_QUEUE));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("scoring.media: " + e.getMessage(), e);
    }
  }

  private static void atLeastOne(String key, long value) {
    if (value < 1) {
      throw new ConfigurationException(key + " is " + value + "; it must be at least 1");
    }
  }
}
