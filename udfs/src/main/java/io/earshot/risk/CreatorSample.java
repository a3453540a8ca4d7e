package io.earshot.risk;

import io.earshot.stats.Observed;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one creator tells about what is usual.
 *
 * @param segment what sort of creator it is
 * @param trustedLicensor whether count limits are relaxed for it
 * @param confirmed whether people have upheld a decision about it
 * @param observed what each detector saw, by its id; those that saw nothing of use are not in it
 */
public record CreatorSample(
    Segment segment, boolean trustedLicensor, boolean confirmed, Map<String, Observed> observed) {

  public CreatorSample {
    observed = new LinkedHashMap<>(observed);
  }
}
