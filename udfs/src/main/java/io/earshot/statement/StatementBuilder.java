package io.earshot.statement;

import io.earshot.intake.ContentKind;
import io.earshot.policy.PolicyRef;
import io.earshot.statement.DsaCodes.Account;
import io.earshot.statement.DsaCodes.Answer;
import io.earshot.statement.DsaCodes.AutomatedDecision;
import io.earshot.statement.DsaCodes.Category;
import io.earshot.statement.DsaCodes.Code;
import io.earshot.statement.DsaCodes.ContentType;
import io.earshot.statement.DsaCodes.Keyword;
import io.earshot.statement.DsaCodes.Monetary;
import io.earshot.statement.DsaCodes.Provision;
import io.earshot.statement.DsaCodes.SourceType;
import io.earshot.statement.DsaCodes.Territory;
import io.earshot.statement.DsaCodes.Visibility;
import io.earshot.statement.StatementFacts.Decider;
import io.earshot.statement.StatementFacts.Ground;
import io.earshot.statement.StatementFacts.Material;
import io.earshot.statement.StatementFacts.Origin;
import io.earshot.statement.StatementFacts.Restricted;
import io.earshot.statement.StatementFacts.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Derives a statement of reasons from the facts of a case, or says why there is none. A function of
 * the facts alone: the same facts, the same statement, under the same PUID, so that a replay sends
 * what the database can recognise.
 *
 * <p>The three fields on automation are the hard part, though they look easy. A large store sent
 * {@code automated_detection} inverted for two and a half years, and a large network labelled its
 * trusted flaggers wrongly (the database's announcements of May 2026 and October 2025). So they are
 * derived here and nowhere else, each from its own fact and from no other:
 *
 * <ul>
 *   <li>{@link #sourceType}: what made the platform look, whoever found it in the end;
 *   <li>{@link #automatedDetection}: whether automated means found it, whoever had asked to look;
 *   <li>{@link #automatedDecision}: who decided, whatever had found it.
 * </ul>
 *
 * <p>What is optional in the database and cannot be used (a clause that is no URL, an EAN with a
 * wrong check digit, a language that has no code) is left out; a statement is owed all the same.
 * What is required and cannot be used is left to {@link StatementValidator} to refuse.
 */
public final class StatementBuilder {

  private static final String PUID = "sor-v1-";

  private StatementBuilder() {}

  /**
   * The statement for a case, or why there is none.
   *
   * @throws IllegalArgumentException if a policy or an action is not in the tables of this package
   */
  public static StatementOutcome build(StatementFacts facts) {
    Exempt.Reason exemption = exemption(facts);
    if (exemption != null) {
      return new Exempt(exemption);
    }
    List<Restricted> restrictions =
        facts.restrictions().stream()
            .filter(r -> r.action().isRestriction() && !territories(r).isEmpty())
            .toList();
    return restrictions.isEmpty()
        ? new Exempt(Exempt.Reason.NO_EEA_TERRITORY)
        : statement(facts, restrictions);
  }

  /**
   * The PUID of a statement: a function of the decision and the restriction, and so of a replay.
   */
  static String puid(String decisionId, int restrictionSeq) {
    return PUID + decisionId + "-" + restrictionSeq;
  }

  private static Exempt.@Nullable Reason exemption(StatementFacts facts) {
    if (facts.change() == StatementFacts.Change.LIFTED) {
      return Exempt.Reason.LIFTED;
    }
    if (facts.change() == StatementFacts.Change.NONE
        || facts.restrictions().stream().noneMatch(r -> r.action().isRestriction())) {
      return Exempt.Reason.NOT_A_RESTRICTION;
    }
    if (facts.origin().source() == Source.AUTHORITY_ORDER && facts.origin().article9()) {
      return Exempt.Reason.ARTICLE_9_ORDER;
    }
    if (facts.deceptiveHighVolume()) {
      return Exempt.Reason.DECEPTIVE_HIGH_VOLUME;
    }
    return facts.contactKnown() ? null : Exempt.Reason.NO_CONTACT;
  }

  private static Statement statement(StatementFacts facts, List<Restricted> restrictions) {
    StatementFacts.Basis basis = facts.basis();
    Material material = facts.material();
    boolean illegal = basis.ground() == Ground.ILLEGAL;
    DsaCategories.Filing filing = DsaCategories.of(basis.policy().id());
    boolean synthetic = material.syntheticMedia() || filing.synthetic();
    Set<ContentType> types = contentTypes(material, synthetic);
    Set<Keyword> keywords = keywords(basis, synthetic);
    Monetary monetary = strongest(restrictions, Monetary.class);
    Wording wording = new Wording(facts);
    return new Statement(
        visibility(restrictions),
        other(restrictions, Visibility.OTHER),
        monetary,
        monetary == Monetary.OTHER ? other(restrictions, Monetary.OTHER) : null,
        strongest(restrictions, Provision.class),
        strongest(restrictions, Account.class),
        material.accountType(),
        illegal ? DsaCodes.Ground.ILLEGAL_CONTENT : DsaCodes.Ground.INCOMPATIBLE_CONTENT,
        StatementValidator.isUrl(basis.policy().clauseUrl()) ? basis.policy().clauseUrl() : null,
        illegal ? basis.legalReference() : null,
        illegal ? wording.explanation() : null,
        illegal ? null : wording.clause(),
        illegal ? null : wording.explanation(),
        illegal || basis.alsoIllegal() == null ? null : Answer.of(basis.alsoIllegal()),
        List.copyOf(types),
        types.contains(ContentType.OTHER) ? otherContent(material.kind()) : null,
        filing.category(),
        additions(basis, filing),
        List.copyOf(keywords),
        keywords.contains(Keyword.OTHER) ? otherKeyword(basis) : null,
        territories(restrictions),
        language(material.language()),
        day(material.datedAt()).toString(),
        day(restrictions.stream().mapToLong(Restricted::effectiveAt).min().orElseThrow())
            .toString(),
        end(restrictions, Visibility.class),
        end(restrictions, Monetary.class),
        end(restrictions, Provision.class),
        end(restrictions, Account.class),
        wording.facts(restrictions, lateEnds(restrictions)),
        sourceType(facts.origin()),
        sourceIdentity(facts.origin()),
        automatedDetection(facts.origin()),
        automatedDecision(facts.decider()),
        puid(facts.decisionId(), facts.restrictionSeq()),
        Ean13.of(material.ean()));
  }

  /** What made the platform look. */
  static SourceType sourceType(Origin origin) {
    return switch (origin.source()) {
      case PROACTIVE -> SourceType.VOLUNTARY;
      case ART16 -> SourceType.ARTICLE_16;
      case TRUSTED_FLAGGER -> SourceType.TRUSTED_FLAGGER;
      // A report about the terms is no notice of illegal content; a letter of an authority that is
      // no order, and a complaint, are notifications of another kind and not the platform's own
      // idea.
      case USER_REPORT, RIGHTSHOLDER, AUTHORITY_ORDER, APPEAL -> SourceType.OTHER_NOTIFICATION;
    };
  }

  /** Whether automated means found it. */
  static Answer automatedDetection(Origin origin) {
    return Answer.of(origin.detection().isAutomated());
  }

  /** Whether automated means decided. */
  static AutomatedDecision automatedDecision(Decider decider) {
    if (decider.followsHumanDecision()) {
      return AutomatedDecision.PARTIALLY;
    }
    return switch (decider.actor()) {
      case AUTOMATED -> AutomatedDecision.FULLY;
      case HUMAN_CONFIRMED -> AutomatedDecision.PARTIALLY;
      case HUMAN -> AutomatedDecision.NOT_AUTOMATED;
    };
  }

  private static @Nullable String sourceIdentity(Origin origin) {
    return origin.source() == Source.TRUSTED_FLAGGER ? origin.organisation() : null;
  }

  private static List<Visibility> visibility(List<Restricted> restrictions) {
    return restrictions.stream()
        .map(r -> DsaMeasure.of(r.action()).code())
        .filter(Visibility.class::isInstance)
        .map(Visibility.class::cast)
        .distinct()
        .sorted()
        .toList();
  }

  /** The strongest restriction of an axis of which the database takes one; the texts name all. */
  private static <E extends Enum<E> & Code> @Nullable E strongest(
      List<Restricted> restrictions, Class<E> axis) {
    return restrictions.stream()
        .map(r -> DsaMeasure.of(r.action()).code())
        .filter(axis::isInstance)
        .map(axis::cast)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static @Nullable String other(List<Restricted> restrictions, Code code) {
    return restrictions.stream()
        .map(r -> DsaMeasure.of(r.action()))
        .filter(measure -> measure.code() == code)
        .map(DsaMeasure::other)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * What was restricted, by what the finding rests on; where it rests on conduct alone, by what was
   * published.
   */
  private static Set<ContentType> contentTypes(Material material, boolean synthetic) {
    Set<ContentType> types = EnumSet.noneOf(ContentType.class);
    for (StatementFacts.Medium medium : material.media()) {
      types.add(
          switch (medium) {
            case TEXT -> ContentType.TEXT;
            case IMAGE -> ContentType.IMAGE;
            case AUDIO -> ContentType.AUDIO;
            case VIDEO -> ContentType.VIDEO;
          });
    }
    if (types.isEmpty()) {
      types.add(contentType(material.kind()));
    }
    if (synthetic) {
      types.add(ContentType.SYNTHETIC_MEDIA);
    }
    return types;
  }

  private static ContentType contentType(@Nullable ContentKind kind) {
    if (kind == null) {
      return ContentType.OTHER;
    }
    return switch (kind) {
      case TRACK, EPISODE, SHOW, AUDIOBOOK -> ContentType.AUDIO;
      case IMAGE -> ContentType.IMAGE;
      case COMMENT -> ContentType.TEXT;
      case PLAYLIST, PROFILE -> ContentType.OTHER;
    };
  }

  private static String otherContent(@Nullable ContentKind kind) {
    return kind == null ? "account" : kind.name().toLowerCase(Locale.ROOT) + " metadata";
  }

  private static List<Category> additions(StatementFacts.Basis basis, DsaCategories.Filing filing) {
    Set<Category> additions = EnumSet.noneOf(Category.class);
    for (DsaCategories.Filing one : filings(basis)) {
      additions.add(one.category());
      if (one.addition() != null) {
        additions.add(one.addition());
      }
    }
    additions.remove(filing.category());
    return List.copyOf(additions);
  }

  private static Set<Keyword> keywords(StatementFacts.Basis basis, boolean synthetic) {
    Set<Keyword> keywords = EnumSet.noneOf(Keyword.class);
    filings(basis).forEach(filing -> keywords.addAll(filing.keywords(synthetic)));
    return keywords;
  }

  /** All words of the taxonomy together are shorter than the field. */
  private static String otherKeyword(StatementFacts.Basis basis) {
    return String.join(
        "; ",
        filings(basis).stream()
            .map(DsaCategories.Filing::other)
            .filter(Objects::nonNull)
            .distinct()
            .toList());
  }

  private static List<DsaCategories.Filing> filings(StatementFacts.Basis basis) {
    List<DsaCategories.Filing> filings = new ArrayList<>();
    filings.add(DsaCategories.of(basis.policy().id()));
    for (PolicyRef policy : basis.secondary()) {
      filings.add(DsaCategories.of(policy.id()));
    }
    return filings;
  }

  private static List<Territory> territories(List<Restricted> restrictions) {
    Set<Territory> territories = EnumSet.noneOf(Territory.class);
    restrictions.forEach(restriction -> territories.addAll(territories(restriction)));
    return List.copyOf(territories);
  }

  /** Where in the EEA a restriction applies. */
  private static Collection<Territory> territories(Restricted restriction) {
    if (restriction.territories().isEmpty()) {
      return Arrays.asList(Territory.values());
    }
    Set<Territory> territories = EnumSet.noneOf(Territory.class);
    for (String code : restriction.territories()) {
      Territory territory = Territory.find(code);
      if (territory != null) {
        territories.add(territory);
      }
    }
    return territories;
  }

  /** The upper-case ISO 639-1 code of a BCP 47 tag, or null if it has none. */
  private static @Nullable String language(String tag) {
    int end = tag.indexOf('-');
    String primary = (end < 0 ? tag : tag.substring(0, end)).toUpperCase(Locale.ROOT);
    String code =
        switch (primary) {
          // What old software still writes for Hebrew, Indonesian and Yiddish.
          case "IW" -> "HE";
          case "IN" -> "ID";
          case "JI" -> "YI";
          default -> primary;
        };
    return DsaCodes.LANGUAGES.contains(code) ? code : null;
  }

  /**
   * Until when the restrictions of an axis last: the latest end; null where there is none, where
   * one of them has none, and where the database could not hold it.
   */
  private static @Nullable String end(List<Restricted> restrictions, Class<? extends Code> axis) {
    LocalDate end = latestEnd(restrictions, axis);
    return end == null || end.isAfter(StatementValidator.LAST_DAY) ? null : end.toString();
  }

  private static @Nullable LocalDate latestEnd(
      List<Restricted> restrictions, Class<? extends Code> axis) {
    LocalDate latest = null;
    for (Restricted restriction : restrictions) {
      if (axis.isInstance(DsaMeasure.of(restriction.action()).code())) {
        if (restriction.expiresAt() == null) {
          return null;
        }
        LocalDate end = day(restriction.expiresAt());
        latest = latest == null || end.isAfter(latest) ? end : latest;
      }
    }
    return latest;
  }

  /** What the text must tell because the fields for it cannot. */
  private static List<String> lateEnds(List<Restricted> restrictions) {
    Set<LocalDate> late = new TreeSet<>();
    for (Class<? extends Code> axis :
        List.of(Visibility.class, Monetary.class, Provision.class, Account.class)) {
      LocalDate end = latestEnd(restrictions, axis);
      if (end != null && end.isAfter(StatementValidator.LAST_DAY)) {
        late.add(end);
      }
    }
    return late.stream().map(end -> "A measure ends on " + end + ".").toList();
  }

  private static LocalDate day(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
