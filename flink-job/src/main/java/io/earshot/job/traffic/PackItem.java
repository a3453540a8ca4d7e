package io.earshot.job.traffic;

import io.earshot.schemas.avro.ContentKind;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One written item, with what is known to be true of it.
 *
 * @param id unique within the pack; never travels with an event
 * @param language BCP 47 tag
 * @param title may be empty, as a comment has none
 * @param transcript what is said or sung; null where nothing is
 * @param links absolute, below the reserved domain {@code .example} (RFC 2606)
 * @param durationMs null where nothing is played
 * @param explicit whether the creator declares it explicit
 * @param policies taxonomy ids that it breaks; empty unless violating
 * @param note why it is in the pack; for readers of the pack only
 */
public record PackItem(
    String id,
    ContentKind kind,
    String language,
    String title,
    String description,
    @Nullable String transcript,
    List<String> tags,
    List<String> links,
    @Nullable Long durationMs,
    boolean explicit,
    Variant variant,
    Set<String> policies,
    @Nullable String note) {

  public PackItem {
    tags = List.copyOf(tags);
    links = List.copyOf(links);
    policies = Collections.unmodifiableSortedSet(new TreeSet<>(policies));
  }

  /** Whether the item is labelled with a policy. */
  public boolean breaks(String policy) {
    return policies.contains(policy);
  }

  PackItem withTexts(String newTitle, String newDescription) {
    return new PackItem(
        id,
        kind,
        language,
        newTitle,
        newDescription,
        transcript,
        tags,
        links,
        durationMs,
        explicit,
        variant,
        policies,
        note);
  }

  /** The item where publishing it like this breaks another policy too. */
  PackItem alsoBreaking(String policy) {
    Set<String> all = new TreeSet<>(policies);
    all.add(policy);
    return breaking(all);
  }

  /** The item as part of what breaks policies, and of no other ones. */
  PackItem breaking(Set<String> broken) {
    return new PackItem(
        id,
        kind,
        language,
        title,
        description,
        transcript,
        tags,
        links,
        durationMs,
        explicit,
        Variant.VIOLATING,
        broken,
        note);
  }

  PackItem withLinks(List<String> newLinks) {
    return new PackItem(
        id,
        kind,
        language,
        title,
        description,
        transcript,
        tags,
        newLinks,
        durationMs,
        explicit,
        variant,
        policies,
        note);
  }

  PackItem withDuration(@Nullable Long newDurationMs) {
    return new PackItem(
        id,
        kind,
        language,
        title,
        description,
        transcript,
        tags,
        links,
        newDurationMs,
        explicit,
        variant,
        policies,
        note);
  }
}
