/**
 * Records to bytes and back: Avro single-object encoding with the released schemas, or the
 * Confluent wire format with a schema registry. Nothing here knows Kafka or Flink; bytes that
 * cannot be read give a typed {@link io.earshot.schemas.wire.DecodeException}, never anything else.
 */
@NullMarked
package io.earshot.schemas.wire;

import org.jspecify.annotations.NullMarked;
