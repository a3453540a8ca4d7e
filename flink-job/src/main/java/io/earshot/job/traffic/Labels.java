package io.earshot.job.traffic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known to be true of the traffic emitted so far, to hold decisions against. Bounded: past
 * its capacity it forgets the oldest first, and says so by answering with nothing. Safe for one
 * thread that plays and others that ask.
 */
public final class Labels {

  private final int capacity;
  private final Map<String, Label> byEvent;
  private final Map<String, Set<String>> byCreator;
  private final Map<String, Label> byPlayed;

  /**
   * The truth about one event.
   *
   * @param policies taxonomy ids; empty unless violating
   */
  public record Label(Set<String> policies, Variant variant, String scenario, String creatorId) {}

  /**
   * @param capacity events remembered, and violating creators; at least 1
   * @throws IllegalArgumentException if less
   */
  public Labels(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "capacity of the labels is " + capacity + "; it must be at least 1");
    }
    this.capacity = capacity;
    this.byEvent = bounded();
    this.byCreator = bounded();
    this.byPlayed = bounded();
  }

  /** Remembers an event; one about an account alone has no label. */
  public void remember(TrafficEvent event) {
    if (event instanceof TrafficEvent.ContentPlayed played) {
      remember(played);
    } else if (event instanceof TrafficEvent.PlaysCounted counted) {
      remember(counted);
    }
  }

  private synchronized void remember(TrafficEvent.PlaysCounted counted) {
    byPlayed.put(
        counted.event().getContentId(),
        new Label(
            counted.policies(),
            counted.policies().isEmpty() ? Variant.CLEAN : Variant.VIOLATING,
            counted.scenario(),
            counted.event().getCreatorId()));
  }

  /** What is true of the plays of a content, or nothing if none of it were seen. */
  public synchronized Optional<Label> ofPlayed(String contentId) {
    return Optional.ofNullable(byPlayed.get(contentId));
  }

  private synchronized void remember(TrafficEvent.ContentPlayed played) {
    String creatorId = played.event().getCreatorId();
    byEvent.put(
        played.eventId(),
        new Label(played.policies(), played.variant(), played.scenario(), creatorId));
    if (!played.policies().isEmpty()) {
      byCreator.computeIfAbsent(creatorId, id -> new TreeSet<>()).addAll(played.policies());
    }
  }

  /** The label of an event, or nothing if it was never seen or is forgotten. */
  public synchronized Optional<Label> ofEvent(String eventId) {
    return Optional.ofNullable(byEvent.get(eventId));
  }

  /** The label of a version of some content, or nothing if it was never seen or is forgotten. */
  public Optional<Label> ofContent(String contentId, long version) {
    return ofEvent(Traffic.eventId(contentId, version));
  }

  /**
   * Every policy that a creator has broken so far, by content or by conduct; empty for one who
   * broke none, was never seen or is forgotten.
   */
  public synchronized Set<String> ofCreator(String creatorId) {
    return Set.copyOf(byCreator.getOrDefault(creatorId, Collections.emptySet()));
  }

  /** How many events are remembered. */
  public synchronized int size() {
    return byEvent.size();
  }

  private <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > capacity;
      }
    };
  }
}
