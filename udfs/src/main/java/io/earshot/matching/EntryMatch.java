package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import io.earshot.intake.EntryRef;
import io.earshot.intake.SubjectRef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * That an entry of a bank was found in a content version.
 *
 * @param entry which entry
 * @param since from which event time on the entry is in effect as it was found, milliseconds since
 *     the epoch
 * @param creatorId whose content it is
 * @param eventId the event that published it
 * @param subject the content version
 * @param eventTime when it was published, or found where that was later, milliseconds since the
 *     epoch
 */
public record EntryMatch(
    EntryRef entry,
    long since,
    String creatorId,
    String eventId,
    SubjectRef subject,
    long eventTime) {

  /** The entries that were found in a content version and violate something, each once. */
  public static List<EntryMatch> of(ContentRef content, List<BankMatch> matches) {
    Map<EntryRef, EntryMatch> found = new TreeMap<>(EntryRef.ORDER);
    for (BankMatch match : matches) {
      if (!match.isSafe()) {
        found.put(EntryRef.of(match), of(content, match, content.eventTime()));
      }
    }
    return List.copyOf(found.values());
  }

  /** An entry that came later than what it was found in. */
  public static EntryMatch of(FoundLater found) {
    return of(found.content(), found.match(), found.at());
  }

  private static EntryMatch of(ContentRef content, BankMatch match, long time) {
    return new EntryMatch(
        EntryRef.of(match),
        match.since(),
        content.creatorId(),
        content.eventId(),
        SubjectRef.of(content),
        time);
  }
}
