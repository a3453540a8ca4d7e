package io.earshot.statement;

import java.util.List;

/**
 * A text of sentences that never becomes longer than a field takes. Fixed sentences come first;
 * lists give way, item by item, and then say how many they leave out.
 */
final class BoundedText {

  /** What the end of a shortened list takes: "; and 2147483647 more." */
  private static final int RESERVE = 24;

  private final int limit;
  private final StringBuilder text = new StringBuilder();

  BoundedText(int limit) {
    this.limit = limit;
  }

  /** A sentence, if it fits. */
  BoundedText sentence(String sentence) {
    int gap = text.isEmpty() ? 0 : 1;
    if (text.length() + gap + sentence.length() <= limit) {
      text.append(gap == 0 ? "" : " ").append(sentence);
    }
    return this;
  }

  /** A sentence that lists items, as many as fit; nothing where there are none. */
  BoundedText list(String lead, List<String> items) {
    if (items.isEmpty()) {
      return this;
    }
    StringBuilder sentence = new StringBuilder(lead);
    int shown = 0;
    int room = limit - text.length() - 1 - RESERVE;
    for (String item : items) {
      String next = (shown == 0 ? " " : "; ") + item;
      if (sentence.length() + next.length() > room) {
        break;
      }
      sentence.append(next);
      shown++;
    }
    if (shown == 0) {
      return this;
    }
    if (shown < items.size()) {
      sentence.append("; and ").append(items.size() - shown).append(" more");
    }
    return sentence(sentence.append('.').toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
