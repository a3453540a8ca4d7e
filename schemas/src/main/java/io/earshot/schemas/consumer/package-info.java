/**
 * For those who apply what Earshot decides: what is in effect on a subject, kept up to date from
 * the topics. No Kafka, no Flink.
 */
@NullMarked
package io.earshot.schemas.consumer;

import org.jspecify.annotations.NullMarked;
