package io.earshot.job.traffic;

import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.ReportFinding;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.SubjectType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What others do, or the platform does, shortly before a play. */
sealed interface Aside {

  /** Something about the account of somebody who need not publish anything. */
  record OfAccount(Creator creator, CreatorEventKind kind, List<AccountSignal> signals)
      implements Aside {}

  /**
   * A report, or an answer to an earlier one.
   *
   * @param id of its event
   * @param answers id of the event that it answers, with what people found; null for a report
   */
  record OfReport(
      String id,
      String reporterId,
      Target target,
      String policyId,
      Source source,
      @Nullable String answers,
      ReportFinding finding)
      implements Aside {}

  /** What is reported: the first version of some content. */
  record Target(SubjectType type, String contentId, String creatorId) {}
}
