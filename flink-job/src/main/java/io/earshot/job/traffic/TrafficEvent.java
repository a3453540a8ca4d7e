package io.earshot.job.traffic;

import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.PlayAggregate;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewOutcome;
import java.time.Instant;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** One event of the traffic, with what the job must not be told about it. */
public sealed interface TrafficEvent {

  /** Where it goes. */
  Topic topic();

  /** Unique for the event. */
  String eventId();

  /** The key of its record on its topic: the content's id, else the creator's id. */
  String key();

  /** Event time, with the precision of a millisecond. */
  Instant eventTime();

  /** What goes on the wire. */
  SpecificRecord payload();

  /** Which script plays it: {@code honest}, {@code upload-flood} … */
  String scenario();

  /**
   * Content is published or edited; for topic {@code content.events}.
   *
   * @param policies taxonomy ids that this version breaks, or its creator by it; empty unless
   *     violating
   */
  record ContentPlayed(ContentEvent event, Set<String> policies, Variant variant, String scenario)
      implements TrafficEvent {

    @Override
    public Topic topic() {
      return Topic.CONTENT_EVENTS;
    }

    @Override
    public String eventId() {
      return event.getEventId();
    }

    @Override
    public String key() {
      return event.getContentId();
    }

    @Override
    public Instant eventTime() {
      return event.getEventTime();
    }

    @Override
    public SpecificRecord payload() {
      return event;
    }
  }

  /**
   * An account is made known, before its first content, or closed; for topic {@code
   * creator.events}.
   */
  record CreatorPlayed(CreatorEvent event, String scenario) implements TrafficEvent {

    @Override
    public Topic topic() {
      return Topic.CREATOR_EVENTS;
    }

    @Override
    public String eventId() {
      return event.getEventId();
    }

    @Override
    public String key() {
      return event.getCreatorId();
    }

    @Override
    public Instant eventTime() {
      return event.getEventTime();
    }

    @Override
    public SpecificRecord payload() {
      return event;
    }
  }

  /**
   * What a listener played in an hour; for topic {@code play.aggregates}.
   *
   * @param policies taxonomy ids that the plays of the content break; empty if people listen
   */
  record PlaysCounted(PlayAggregate event, Set<String> policies, String scenario)
      implements TrafficEvent {

    @Override
    public Topic topic() {
      return Topic.PLAY_AGGREGATES;
    }

    @Override
    public String eventId() {
      return event.getEventId();
    }

    @Override
    public String key() {
      return event.getListenerId();
    }

    @Override
    public Instant eventTime() {
      return event.getEventTime();
    }

    @Override
    public SpecificRecord payload() {
      return event;
    }
  }

  /** Somebody has looked at a task; for topic {@code reviews}. */
  record ReviewPlayed(ReviewOutcome event, String scenario) implements TrafficEvent {

    @Override
    public Topic topic() {
      return Topic.REVIEWS;
    }

    @Override
    public String eventId() {
      return event.getEventId();
    }

    @Override
    public String key() {
      return event.getCreatorId();
    }

    @Override
    public Instant eventTime() {
      return event.getEventTime();
    }

    @Override
    public SpecificRecord payload() {
      return event;
    }
  }

  /** Something is reported, or a report answered; for topic {@code reports}. */
  record ReportPlayed(Report event, String scenario) implements TrafficEvent {

    @Override
    public Topic topic() {
      return Topic.REPORTS;
    }

    @Override
    public String eventId() {
      return event.getEventId();
    }

    @Override
    public String key() {
      return event.getCreatorId();
    }

    @Override
    public Instant eventTime() {
      return event.getEventTime();
    }

    @Override
    public SpecificRecord payload() {
      return event;
    }
  }
}
