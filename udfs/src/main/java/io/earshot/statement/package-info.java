/**
 * After enforcement: statements of reasons under the Digital Services Act. For each restriction
 * that the law asks a statement for, one record exactly as the Commission's Transparency Database
 * takes it, checked as the database checks it, without personal data.
 *
 * <p>The contract is Regulation (EU) 2022/2065, articles 17 and 24(5), and the database's own
 * documentation and validator (github.com/digital-services-act/transparency-database, schema of
 * July 2025).
 */
@NullMarked
package io.earshot.statement;

import org.jspecify.annotations.NullMarked;
