package io.earshot.intake;

/**
 * Where a record was read, so that it can be read again. It tells two copies of one event apart.
 *
 * @param topic full name of the topic
 * @param partition from 0
 * @param offset within the partition
 */
public record SourceRef(String topic, int partition, long offset) {}
