package io.earshot.statement;

import io.earshot.statement.DsaCodes.Account;
import io.earshot.statement.DsaCodes.AccountType;
import io.earshot.statement.DsaCodes.Answer;
import io.earshot.statement.DsaCodes.AutomatedDecision;
import io.earshot.statement.DsaCodes.Category;
import io.earshot.statement.DsaCodes.ContentType;
import io.earshot.statement.DsaCodes.Ground;
import io.earshot.statement.DsaCodes.Keyword;
import io.earshot.statement.DsaCodes.Monetary;
import io.earshot.statement.DsaCodes.Provision;
import io.earshot.statement.DsaCodes.SourceType;
import io.earshot.statement.DsaCodes.Territory;
import io.earshot.statement.DsaCodes.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of reasons with the fields of the DSA Transparency Database, under its names. What is
 * null or empty is not sent. Days are written as the database writes them, YYYY-MM-DD in UTC,
 * because Flink has no serializer of its own for a LocalDate.
 *
 * @param decisionVisibility restrictions of visibility
 * @param decisionVisibilityOther which, with OTHER
 * @param decisionMonetary restriction of payments
 * @param decisionMonetaryOther which, with OTHER
 * @param decisionProvision restriction of the service
 * @param decisionAccount restriction of the account
 * @param accountType whose account
 * @param decisionGround law or terms
 * @param decisionGroundReferenceUrl where the law or the clause can be read
 * @param illegalContentLegalGround the provision, with ILLEGAL_CONTENT
 * @param illegalContentExplanation why, with ILLEGAL_CONTENT
 * @param incompatibleContentGround the clause, with INCOMPATIBLE_CONTENT
 * @param incompatibleContentExplanation why, with INCOMPATIBLE_CONTENT
 * @param incompatibleContentIllegal whether it is held to be illegal too, with INCOMPATIBLE_CONTENT
 * @param contentType what was restricted
 * @param contentTypeOther what, with OTHER
 * @param category of the violation
 * @param categoryAddition further ones
 * @param categorySpecification keywords
 * @param categorySpecificationOther words, with OTHER
 * @param territorialScope where it applies
 * @param contentLanguage upper-case ISO 639-1, Greek as EL
 * @param contentDate when it was published, or the account registered
 * @param applicationDate from when on it applies
 * @param endDateVisibilityRestriction until when; null: indefinitely
 * @param endDateMonetaryRestriction until when; null: indefinitely
 * @param endDateServiceRestriction until when; null: indefinitely
 * @param endDateAccountRestriction until when; null: indefinitely
 * @param decisionFacts facts and circumstances relied on
 * @param sourceType what made the platform look
 * @param sourceIdentity a trusted flagger's organisation
 * @param automatedDetection whether automated means found it
 * @param automatedDecision whether automated means decided
 * @param puid the platform's own id of the statement, unique for ever
 * @param ean13 EAN-13 of the release
 */
public record Statement(
    List<Visibility> decisionVisibility,
    @Nullable String decisionVisibilityOther,
    @Nullable Monetary decisionMonetary,
    @Nullable String decisionMonetaryOther,
    @Nullable Provision decisionProvision,
    @Nullable Account decisionAccount,
    @Nullable AccountType accountType,
    Ground decisionGround,
    @Nullable String decisionGroundReferenceUrl,
    @Nullable String illegalContentLegalGround,
    @Nullable String illegalContentExplanation,
    @Nullable String incompatibleContentGround,
    @Nullable String incompatibleContentExplanation,
    @Nullable Answer incompatibleContentIllegal,
    List<ContentType> contentType,
    @Nullable String contentTypeOther,
    Category category,
    List<Category> categoryAddition,
    List<Keyword> categorySpecification,
    @Nullable String categorySpecificationOther,
    List<Territory> territorialScope,
    @Nullable String contentLanguage,
    String contentDate,
    String applicationDate,
    @Nullable String endDateVisibilityRestriction,
    @Nullable String endDateMonetaryRestriction,
    @Nullable String endDateServiceRestriction,
    @Nullable String endDateAccountRestriction,
    String decisionFacts,
    SourceType sourceType,
    @Nullable String sourceIdentity,
    Answer automatedDetection,
    AutomatedDecision automatedDecision,
    String puid,
    @Nullable String ean13)
    implements StatementOutcome {}
