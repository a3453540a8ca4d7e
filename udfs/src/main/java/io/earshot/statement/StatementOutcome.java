package io.earshot.statement;

/** What the law asks for in a case: a statement of reasons, or none, for a reason. */
public sealed interface StatementOutcome permits Statement, Exempt {}
