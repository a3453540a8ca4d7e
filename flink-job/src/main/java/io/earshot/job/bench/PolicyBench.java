package io.earshot.job.bench;

import com.sun.management.ThreadMXBean;
import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.policy.BundleException;
import io.earshot.policy.Facts;
import io.earshot.policy.Pauses;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.Vocabulary;
import io.earshot.risk.CreatorFacts;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Rule evaluations a second of one thread, over the same events with 1, 20 and 200 rules.
 *
 * <p>An evaluation is one rule asked of one event; the rules of a policy are asked up to the first
 * that holds. Measured is all of what the job does with an event once its facts are there: asking,
 * and making decisions of what holds. The baseline asks the same rules in the interpreter of CEL,
 * and makes nothing of them. The two are measured in turns, since a machine is not equally fast all
 * the time, and by processor time of the thread, which others on the machine do not change much.
 */
final class PolicyBench {

  /**
   * One number of rules.
   *
   * @param rules in the bundle
   * @param policies that they belong to
   * @param evaluationsPerEvent rules asked of an event, on average
   * @param decisionsPerEvent decisions made of an event, on average
   * @param evaluationsPerSecond of one thread, median of the rounds
   * @param slowest of the rounds
   * @param fastest of the rounds
   * @param eventsPerSecond of one thread, median of the rounds
   * @param celEvaluationsPerSecond the same of the baseline
   * @param ratio evaluations a second by those of the baseline
   * @param bytesPerSilentEvent bytes allocated for an event of which no policy has to say anything
   */
  record Measured(
      int rules,
      int policies,
      double evaluationsPerEvent,
      double decisionsPerEvent,
      double evaluationsPerSecond,
      double slowest,
      double fastest,
      double eventsPerSecond,
      double celEvaluationsPerSecond,
      double ratio,
      double bytesPerSilentEvent) {}

  /**
   * What {@code ./earshot bench policy} measured.
   *
   * @param command what was run
   * @param machine where
   * @param rounds how often each was measured
   * @param secondsPerRound processor time of a round
   * @param factsPerSecond sets of facts made of assessments, of one thread
   * @param measured by number of rules
   */
  record Result(
      String command,
      Machine machine,
      int rounds,
      double secondsPerRound,
      double factsPerSecond,
      List<Measured> measured) {}

  private static final int[] RULES = {1, 20, 200};
  private static final int EVENTS = 2_000;
  private static final long SEED = 1;
  private static final List<String> LABELS =
      List.of("harassment", "hate", "sexual", "violence", "self_harm", "spam");
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final int rounds;
  private final double seconds;
  private final PrintWriter log;
  private final Vocabulary vocabulary = new Vocabulary(Map.of(Modality.TEXT, LABELS));
  private long sink;

  /**
   * A benchmark.
   *
   * @param seconds processor time of a round
   */
  PolicyBench(int rounds, double seconds, PrintWriter log) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.log = log;
  }

  /**
   * Measures.
   *
   * @param command how it was asked for, for the record
   */
  Result run(String command) throws Exception {
    Machine before = Machine.now();
    List<Assessment> assessments = assessments();
    List<CreatorFacts> creators = creators();
    List<Measured> measured = new ArrayList<>();
    double factsPerSecond = 0;
    for (int rules : RULES) {
      PolicyEvaluator policies = compile(RuleMix.bundle(rules, SEED));
      if (factsPerSecond == 0) {
        factsPerSecond = facts(policies, assessments, creators);
      }
      measured.add(measure(rules, policies, assessments, creators));
    }
    if (sink == 42) {
      log.println("whatever was computed was used");
    }
    return new Result(command, before.after(), rounds, seconds, factsPerSecond, measured);
  }

  private PolicyEvaluator compile(String yaml) {
    try {
      return PolicyEvaluator.compile("mix", yaml, vocabulary);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  private Measured measure(
      int rules,
      PolicyEvaluator policies,
      List<Assessment> assessments,
      List<CreatorFacts> creators)
      throws Exception {
    List<Facts> facts = new ArrayList<>();
    List<Map<String, Object>> values = new ArrayList<>();
    long asked = 0;
    long decisions = 0;
    for (int i = 0; i < EVENTS; i++) {
      Facts one = policies.facts(assessments.get(i), creators.get(i));
      facts.add(one);
      values.add(PlainCel.values(one, vocabulary));
      asked += policies.rulesAsked(one);
      decisions += policies.judge(assessments.get(i), one, Pauses.NONE).decisions().size();
    }
    PlainCel cel = new PlainCel(policies.written(), vocabulary);
    Pass ours = () -> judge(policies, assessments, facts);
    Pass plain =
        () -> {
          for (Map<String, Object> one : values) {
            sink += cel.ask(one);
          }
        };
    // Until the compiler is done with both.
    rate(ours);
    rate(plain);
    rate(ours);
    double[] our = new double[rounds];
    double[] other = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      our[round] = rate(ours) * asked;
      other[round] = rate(plain) * asked;
      log.println(
          String.format(
              Locale.ROOT,
              "%d rules, round %d: %,.0f evaluations/s, in plain CEL %,.0f, ratio %.1f",
              rules,
              round + 1,
              our[round],
              other[round],
              our[round] / other[round]));
    }
    Arrays.sort(our);
    Arrays.sort(other);
    double median = our[rounds / 2];
    return new Measured(
        rules,
        policies.written().policies().size(),
        (double) asked / EVENTS,
        (double) decisions / EVENTS,
        median,
        our[0],
        our[rounds - 1],
        median * EVENTS / asked,
        other[rounds / 2],
        median / other[rounds / 2],
        silentBytes(policies, assessments, facts));
  }

  private void judge(PolicyEvaluator policies, List<Assessment> assessments, List<Facts> facts) {
    for (int i = 0; i < EVENTS; i++) {
      sink += policies.judge(assessments.get(i), facts.get(i), Pauses.NONE).decisions().size();
    }
  }

  /** Bytes allocated for an event on which no rule holds. */
  private double silentBytes(
      PolicyEvaluator policies, List<Assessment> assessments, List<Facts> facts) {
    List<Assessment> silentOnes = new ArrayList<>();
    List<Facts> silent = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      PolicyEvaluator.Judged judged = policies.judge(assessments.get(i), facts.get(i), Pauses.NONE);
      if (judged.decisions().isEmpty() && judged.open().isEmpty()) {
        silentOnes.add(assessments.get(i));
        silent.add(facts.get(i));
      }
    }
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < silent.size(); i++) {
      sink += policies.judge(silentOnes.get(i), silent.get(i), Pauses.NONE).decisions().size();
    }
    return (double) (THREADS.getThreadAllocatedBytes(thread) - before) / silent.size();
  }

  private double facts(
      PolicyEvaluator policies, List<Assessment> assessments, List<CreatorFacts> creators)
      throws Exception {
    Pass pass =
        () -> {
          for (int i = 0; i < EVENTS; i++) {
            sink += policies.facts(assessments.get(i), creators.get(i)).hashCode() & 1;
          }
        };
    rate(pass);
    return rate(pass) * EVENTS;
  }

  /** One pass over all events. */
  private interface Pass {
    void run() throws Exception;
  }

  /** Passes a second of processor time of this thread. */
  private double rate(Pass pass) throws Exception {
    long limit = (long) (seconds * 1e9);
    long start = THREADS.getCurrentThreadCpuTime();
    long passes = 0;
    long used = 0;
    while (used < limit) {
      pass.run();
      passes++;
      used = THREADS.getCurrentThreadCpuTime() - start;
    }
    return passes / (used / 1e9);
  }

  private static List<Assessment> assessments() {
    // Avro makes records of the contract once its topics are known.
    SourceRef source = new SourceRef(Topic.CONTENT_EVENTS.topicName(), 0, 0);
    SyntheticEvents events = new SyntheticEvents(SEED, EVENTS);
    List<Assessment> assessments = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      assessments.add(assessment(events.next(Instant.EPOCH), source));
    }
    return assessments;
  }

  private static Assessment assessment(ContentEvent event, SourceRef source) {
    List<LabelScore> scores = new ArrayList<>();
    event
        .getSuppliedScores()
        .get(0)
        .getScores()
        .forEach(score -> scores.add(new LabelScore(score.getLabel(), score.getScore())));
    return new Assessment(
        new ContentRef(
            event.getEventId(),
            event.getContentId(),
            event.getVersion(),
            event.getCreatorId(),
            ContentKind.valueOf(event.getKind().name()),
            event.getLanguage(),
            event.getMarket(),
            0,
            event.getDurationMs(),
            event.getDeclaredExplicit(),
            event.getTitle().length(),
            event.getLinks().size(),
            event.getTags().size(),
            List.of(Modality.TEXT),
            source),
        List.of(ModelScores.scored(Modality.TEXT, "bench-text", "1", scores, List.of())));
  }

  private static List<CreatorFacts> creators() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<CreatorFacts> creators = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      double items = 1 + random.nextInt(30);
      creators.add(
          new CreatorFacts(
              random.nextInt(2_000),
              random.nextInt(50) == 0,
              1 + random.nextInt(4),
              1 + random.nextInt(9),
              items,
              random.nextInt(5) / 4.0,
              random.nextInt(3),
              List.of(new CreatorFacts.FamilyFact(Family.HAT, random.nextDouble(), 1))));
    }
    return creators;
  }
}
