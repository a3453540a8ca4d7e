package io.earshot.job.traffic;

import io.earshot.id.Ids;
import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.Media;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.Score;
import io.earshot.schemas.avro.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns plays into the events of the contract. */
final class EventWriter {

  /** Share of tracks whose cover and sound travel inline; under 5 % of all content. */
  static final double INLINE = 0.06;

  /** Share of tracks and episodes whose cover and sound are referred to. */
  static final double REFERRED = 0.25;

  private static final Map<String, List<String>> MARKETS =
      Map.of(
          "de", List.of("DE", "AT", "CH"),
          "en", List.of("US", "GB", "IE", "CA", "AU", "IN", "NG"),
          "es", List.of("ES", "MX", "AR", "CO"),
          "fr", List.of("FR", "BE", "CA", "SN"),
          "it", List.of("IT"),
          "ja", List.of("JP"),
          "nl", List.of("NL", "BE"),
          "pl", List.of("PL"),
          "pt", List.of("BR", "PT"));

  private final SampleMedia samples = new SampleMedia();
  private final Dice dice;

  EventWriter(Dice dice) {
    this.dice = dice;
  }

  TrafficEvent.CreatorPlayed account(Staged staged, CreatorEventKind kind, Instant eventTime) {
    Play play = staged.play();
    return account(play.creator(), kind, play.extras().signals(), staged.scenario(), eventTime);
  }

  /** What happens beside a play. */
  TrafficEvent aside(Aside aside, String scenario, Instant eventTime) {
    if (aside instanceof Aside.OfAccount known) {
      return account(known.creator(), known.kind(), known.signals(), scenario, eventTime);
    }
    Aside.OfReport report = (Aside.OfReport) aside;
    Aside.Target target = report.target();
    return new TrafficEvent.ReportPlayed(
        Report.newBuilder()
            .setEventId(report.id())
            .setReporterId(report.reporterId())
            .setTarget(new Subject(target.type(), target.contentId(), 1L))
            .setCreatorId(target.creatorId())
            .setPolicyId(report.policyId())
            .setSource(report.source())
            .setAnswers(report.answers())
            .setFinding(report.finding())
            .setEventTime(eventTime)
            .build(),
        scenario);
  }

  private static TrafficEvent.CreatorPlayed account(
      Creator creator,
      CreatorEventKind kind,
      List<AccountSignal> signals,
      String scenario,
      Instant eventTime) {
    return new TrafficEvent.CreatorPlayed(
        CreatorEvent.newBuilder()
            .setEventId(Ids.of("traffic-creator-event", creator.id(), kind))
            .setCreatorId(creator.id())
            .setKind(kind)
            .setEventTime(eventTime)
            .setAccountCreatedAt(Instant.ofEpochMilli(creator.accountCreatedAt()))
            .setTrustedLicensor(creator.trustedLicensor())
            .setSignals(signals)
            .build(),
        scenario);
  }

  TrafficEvent.ContentPlayed published(Staged staged, Instant eventTime) {
    Play play = staged.play();
    PackItem item = play.item();
    // By content and not by slot: an edit of the text does not change the cover or the market.
    Dice own = dice.at(play.contentId());
    @Nullable Media cover = null;
    @Nullable Media audio = null;
    if (carriesMedia(item.kind(), own)) {
      boolean inline = item.kind() == ContentKind.TRACK && own.at(1).unit() < INLINE;
      cover = samples.cover(own.at(2), inline);
      audio = samples.tone(own.at(3), inline);
    }
    Recording recording = play.extras().recording();
    if (recording != null) {
      audio = SampleMedia.sound(recording);
    }
    List<ModalityScores> supplied = List.of();
    Double synthetic = play.extras().synthetic();
    if (synthetic != null) {
      audio = null;
      supplied =
          List.of(
              new ModalityScores(
                  Modality.AUDIO,
                  "platform-ai-music",
                  "1",
                  List.of(new Score("synthetic", synthetic)),
                  null));
    }
    ContentEvent event =
        ContentEvent.newBuilder()
            .setEventId(Traffic.eventId(play.contentId(), play.version()))
            .setContentId(play.contentId())
            .setVersion(play.version())
            .setCreatorId(play.creator().id())
            .setKind(item.kind())
            .setLanguage(item.language())
            .setMarket(own.at(4).pick(MARKETS.getOrDefault(item.language(), List.of("ZZ"))))
            .setTitle(item.title())
            .setDescription(item.description())
            .setTranscript(item.transcript())
            .setTags(item.tags())
            .setLinks(item.links())
            .setDurationMs(item.durationMs())
            .setCover(cover)
            .setAudio(audio)
            .setDeclaredExplicit(item.explicit())
            .setEventTime(eventTime)
            .setExpectedModalities(expected(cover, audio, supplied))
            .setSuppliedScores(supplied)
            .setParentId(play.extras().parentId())
            .setRelease(play.extras().release())
            .build();
    return new TrafficEvent.ContentPlayed(
        event, item.policies(), item.variant(), staged.scenario());
  }

  private static boolean carriesMedia(ContentKind kind, Dice own) {
    return switch (kind) {
      case TRACK -> own.at(1).unit() < INLINE + REFERRED;
      case EPISODE -> own.at(1).unit() < REFERRED;
      default -> false;
    };
  }

  private static List<Modality> expected(
      @Nullable Media cover, @Nullable Media audio, List<ModalityScores> supplied) {
    List<Modality> expected = new ArrayList<>(3);
    expected.add(Modality.TEXT);
    if (cover != null) {
      expected.add(Modality.IMAGE);
    }
    if (audio != null || !supplied.isEmpty()) {
      expected.add(Modality.AUDIO);
    }
    return expected;
  }
}
