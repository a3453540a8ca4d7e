package io.earshot.risk.network;

import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportAnswer;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.risk.ReportBook;
import io.earshot.risk.ReporterStanding;
import io.earshot.risk.TargetSketch;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is known of somebody who reports: when they began, what they reported last, and what people
 * answered. Hashes and times only.
 *
 * <p>Answers are kept one by one and not as a sum, so that one that people take back takes out
 * exactly what it had brought in. At most {@link #MOST_ANSWERS} newest answers of 90 days and
 * {@link #MOST_TARGETS} newest targets of 30 days: an ordinary reporter takes 30 to 100 bytes, and
 * none more than 3 KiB.
 */
final class Reporter {

  /** More are not kept: shares of so many are certain. */
  static final int MOST_ANSWERS = ReporterStanding.MOST_ANSWERS;

  static final int MOST_TARGETS = 16;

  /** After this time without any report or answer nothing is known of a reporter any more. */
  static final Duration RETENTION = Duration.ofDays(400);

  private static final long ANSWERS = Duration.ofDays(ReporterStanding.WINDOW_DAYS).toMillis();
  private static final long TARGETS = Duration.ofDays(30).toMillis();
  private static final int VERSION = 1;
  private static final long NEVER = Long.MAX_VALUE;

  /** The oldest answer first; of one time, by the report. */
  private static final Comparator<Answer> ORDER =
      Comparator.comparingLong(Answer::at).thenComparingLong(Answer::report);

  private record Answer(long report, long at, boolean claim, boolean upheld) {}

  private record Target(long hash, long at) {}

  private long first = NEVER;
  private long newest = Long.MIN_VALUE;
  private final List<Answer> answers = new ArrayList<>(0);
  private final List<Target> targets = new ArrayList<>(1);

  /** What is known of the reporter at a report, this one counted in. */
  ReporterStanding report(Report report, long time) {
    first = Math.min(first, time);
    newest = Math.max(newest, time);
    long hash = ReportBook.hash(report.target());
    targets.removeIf(target -> target.hash() == hash || target.at() <= time - TARGETS);
    if (targets.size() == MOST_TARGETS) {
      targets.remove(0);
    }
    targets.add(new Target(hash, time));
    return standing(isClaim(report), time);
  }

  /** What is known of the reporter, without any change to it. */
  ReporterStanding standing(Report report, long time) {
    return standing(isClaim(report), time);
  }

  private ReporterStanding standing(boolean claim, long time) {
    int answered = 0;
    int upheld = 0;
    for (Answer answer : answers) {
      if (answer.claim() == claim && answer.at() > time - ANSWERS) {
        answered++;
        upheld += answer.upheld() ? 1 : 0;
      }
    }
    return new ReporterStanding(
        Math.min(first, time),
        answered,
        upheld,
        TargetSketch.of(targets.stream().map(Target::hash).toList()));
  }

  /** What people found of a report; of several answers to one, the newest counts. */
  void answer(Report report, ReportAnswer found, long time) {
    newest = Math.max(newest, time);
    long id = Hash64.of(found.reportId());
    Answer answer = new Answer(id, time, isClaim(report), found.upheld());
    for (Answer known : answers) {
      if (known.report() == id && known.at() > time) {
        return;
      }
    }
    answers.removeIf(known -> known.report() == id || known.at() <= newest - ANSWERS);
    answers.add(answer);
    answers.sort(ORDER);
    if (answers.size() > MOST_ANSWERS) {
      answers.remove(0);
    }
  }

  private static boolean isClaim(Report report) {
    return report.source() == ReportSource.RIGHTSHOLDER;
  }

  /** What is kept of it; no bytes where nothing is known. */
  byte[] toBytes() {
    if (newest == Long.MIN_VALUE) {
      return new byte[0];
    }
    answers.removeIf(answer -> answer.at() <= newest - ANSWERS);
    targets.removeIf(target -> target.at() <= newest - TARGETS);
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).signed(newest).signed(first == NEVER ? 0 : newest - first + 1);
    out.count(targets.size());
    for (Target target : targets) {
      out.word(target.hash()).signed(newest - target.at());
    }
    out.count(answers.size());
    for (Answer answer : answers) {
      out.word(answer.report()).signed(newest - answer.at());
      out.octet((answer.claim() ? 2 : 0) + (answer.upheld() ? 1 : 0));
    }
    return out.toBytes();
  }

  /**
   * What was kept, for a window of a time: nothing of a reporter of whom there was no event for
   * {@link #RETENTION}.
   */
  static Reporter of(byte[] bytes, long windowStart) {
    Reporter read = new Reporter();
    if (bytes.length == 0) {
      return read;
    }
    ByteReader in = new ByteReader(bytes);
    Formats.check("a reporter", in.octet(), VERSION);
    read.newest = in.signed();
    long age = in.signed();
    read.first = age == 0 ? NEVER : read.newest - age + 1;
    for (int left = in.smallCount(); left > 0; left--) {
      read.targets.add(new Target(in.word(), read.newest - in.signed()));
    }
    for (int left = in.smallCount(); left > 0; left--) {
      long report = in.word();
      long at = read.newest - in.signed();
      int flags = in.octet();
      read.answers.add(new Answer(report, at, (flags & 2) != 0, (flags & 1) != 0));
    }
    return read.newest < windowStart - RETENTION.toMillis() ? new Reporter() : read;
  }
}
