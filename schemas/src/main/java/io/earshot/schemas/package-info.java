/**
 * The contract of every topic: which topics there are, the schema of their values, every version of
 * it that was ever released, and the rule by which a new version must fit all earlier ones. The
 * records themselves are generated from the Avro IDL into {@code io.earshot.schemas.avro}; how they
 * become bytes is {@code io.earshot.schemas.wire}.
 */
@NullMarked
package io.earshot.schemas;

import org.jspecify.annotations.NullMarked;
