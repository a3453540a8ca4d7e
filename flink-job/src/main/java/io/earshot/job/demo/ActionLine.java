package io.earshot.job.demo;

import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.Subject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One line for one decision: when, what, on whom, under which policy, why. */
final class ActionLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int SHORT_ID = 8;

  private ActionLine() {}

  static String of(EnforcementAction action) {
    String what = action.getAction().getAction().name();
    if (action.getEventType() != ActionEventType.APPLIED) {
      what += " " + action.getEventType().name().toLowerCase(Locale.ROOT);
    }
    String lane = action.getLane() == Lane.EXPRESS ? " (express)" : "";
    return line(
            action.getEventTime(),
            what,
            action.getSubject(),
            action.getPolicy(),
            action.getReason())
        + lane;
  }

  static String of(ReviewTask task) {
    return line(
        task.getEventTime(),
        "SEND_TO_REVIEW",
        task.getSubject(),
        task.getPolicy(),
        task.getReason());
  }

  private static String line(
      Instant at, String what, Subject subject, PolicyRef policy, String reason) {
    String id = subject.getId();
    return "%s  %-19s  %-9s %s  %-13s  %s"
        .formatted(
            TIME.format(at),
            what,
            subject.getType().name().toLowerCase(Locale.ROOT),
            id.length() <= SHORT_ID ? id : id.substring(id.length() - SHORT_ID),
            policy.getId(),
            reason);
  }
}
