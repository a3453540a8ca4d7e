package io.earshot.job.traffic;

import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a play says beside its item.
 *
 * @param parentId what a comment is on; null if that is not told
 * @param release the release that a track is part of; null if it is in none
 * @param signals what the account is told to use, where it is made known
 * @param asides what happens shortly before
 * @param recording what it sounds like; null where that does not matter
 * @param synthetic instead of a sound, how much the platform's detector of generated music, which
 *     has heard it, takes it for made by a machine; null where there is no such detector
 */
record Extras(
    @Nullable String parentId,
    @Nullable Release release,
    List<AccountSignal> signals,
    List<Aside> asides,
    @Nullable Recording recording,
    @Nullable Double synthetic) {

  static final Extras NONE = new Extras(null, null, List.of(), List.of(), null, null);

  static Extras on(String parentId) {
    return new Extras(parentId, null, List.of(), List.of(), null, null);
  }

  static Extras in(Release release) {
    return new Extras(null, release, List.of(), List.of(), null, null);
  }

  static Extras with(List<AccountSignal> signals) {
    return new Extras(null, null, signals, List.of(), null, null);
  }

  static Extras sounding(Recording recording) {
    return new Extras(null, null, List.of(), List.of(), recording, null);
  }

  static Extras heardAs(double synthetic) {
    return new Extras(null, null, List.of(), List.of(), null, synthetic);
  }

  static Extras after(List<Aside> asides) {
    return NONE.andAfter(asides);
  }

  Extras andAfter(List<Aside> events) {
    return new Extras(parentId, release, signals, events, recording, synthetic);
  }
}
