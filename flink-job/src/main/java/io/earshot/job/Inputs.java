package io.earshot.job;

import io.earshot.intake.CreatorSignal;
import io.earshot.intake.Inbound;
import io.earshot.intake.Submission;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the graph reads, with timestamps and watermarks assigned.
 *
 * @param content content events
 * @param creators changes of accounts
 * @param reports reports
 * @param reviews outcomes of reviews
 */
public record Inputs(
    DataStream<Inbound<Submission>> content,
    DataStream<Inbound<CreatorSignal>> creators,
    DataStream<Inbound<CreatorSignal>> reports,
    DataStream<Inbound<CreatorSignal>> reviews) {}
