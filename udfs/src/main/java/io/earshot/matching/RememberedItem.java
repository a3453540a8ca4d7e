package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One modality of a content version, as it is remembered to be held against entries of banks that
 * come later: what it is looked up by, what has to be known to decide on it, and which entries were
 * found in it. No text, picture or sound, and of a sound only the fingerprint of it as it is.
 *
 * <p>In bytes about 150, and 4 for each number of a sound (3 minutes: 5.8 kB), 520 for each view of
 * a picture, 9 for each field of a text.
 *
 * @param content what it is; of what belongs to it only what decides
 * @param prints what it is looked up by
 * @param found keys of the entries that were found in it
 * @param safeDistance how far it is from what is known to be safe; {@link Double#MAX_VALUE} if none
 *     is near
 */
record RememberedItem(
    ContentRef content, MediaFingerprints prints, Set<Long> found, double safeDistance) {

  private static final ContentKind[] KINDS = ContentKind.values();
  private static final Modality[] MODALITIES = Modality.values();

  /** An item with what was found in it at once. */
  static RememberedItem of(ContentRef content, MediaFingerprints prints, List<BankMatch> matches) {
    Set<Long> found = new TreeSet<>();
    double safe = Double.MAX_VALUE;
    for (BankMatch match : matches) {
      found.add(Hash64.of(BankChange.key(match.bank(), match.entryId())));
      if (match.isSafe() && !match.altered()) {
        safe = Math.min(safe, match.distance());
      }
    }
    List<AudioFingerprint> asItIs =
        prints.sounds().isEmpty() ? List.of() : List.of(prints.sounds().get(0));
    return new RememberedItem(
        content,
        new MediaFingerprints(
            prints.modality(), prints.sha256(), prints.pictures(), asItIs, prints.texts()),
        found,
        safe);
  }

  /** The same, in which an entry was found. */
  RememberedItem finding(long entry) {
    Set<Long> all = new TreeSet<>(found);
    all.add(entry);
    return new RememberedItem(content, prints, all, safeDistance);
  }

  /** Whether it is to be forgotten. */
  boolean isOf(Forget forget) {
    return forget.covers(Hash64.of(content.creatorId()), content.eventTime());
  }

  /** By what it is told from other items. */
  long id() {
    return id(content, prints.modality());
  }

  private static long id(ContentRef content, Modality modality) {
    return Hash64.of(Hash64.of(Hash64.of(content.contentId()), content.version()), place(modality));
  }

  @SuppressWarnings("EnumOrdinal") // places of these enumerations are fixed
  private static int place(Enum<?> constant) {
    return constant.ordinal();
  }

  byte[] toBytes() {
    ByteWriter out = StateFormat.writer();
    text(out, content.eventId());
    text(out, content.contentId());
    out.count(content.version());
    text(out, content.creatorId());
    out.octet(place(content.kind()));
    text(out, content.language());
    text(out, content.market());
    out.signed(content.eventTime());
    out.signed(content.durationMs() == null ? -1 : content.durationMs());
    out.octet(content.declaredExplicit() ? 1 : 0);
    out.count(content.modalities().size());
    content.modalities().forEach(modality -> out.octet(place(modality)));
    text(out, content.source().topic());
    out.signed(content.source().partition()).signed(content.source().offset());
    out.count(found.size());
    found.forEach(out::word);
    out.fraction(safeDistance);
    prints(out);
    return out.toBytes();
  }

  private void prints(ByteWriter out) {
    out.octet(place(prints.modality()));
    text(out, prints.sha256());
    out.count(prints.pictures().size());
    for (PdqFingerprint picture : prints.pictures()) {
      out.octet(picture.quality()).count(picture.orientations().size());
      for (PdqHash hash : picture.orientations()) {
        out.word(hash.w0()).word(hash.w1()).word(hash.w2()).word(hash.w3());
      }
    }
    out.count(prints.sounds().size());
    for (AudioFingerprint sound : prints.sounds()) {
      out.fraction(sound.seconds()).count(sound.length());
      for (int i = 0; i + 1 < sound.length(); i += 2) {
        out.word(
            (long) sound.print(i) << Integer.SIZE | Integer.toUnsignedLong(sound.print(i + 1)));
      }
      if (sound.length() % 2 == 1) {
        out.word(sound.print(sound.length() - 1));
      }
    }
    out.count(prints.texts().size());
    for (TextFingerprint text : prints.texts()) {
      out.word(text.bits()).count(text.runs());
    }
  }

  /** Whose an item is, and by what it is told from others: without what it is looked up by. */
  static Trace trace(byte[] bytes, long slot) {
    ByteReader in = StateFormat.reader("a remembered item", bytes);
    ContentRef content = content(in);
    found(in);
    in.fraction();
    long item = id(content, MODALITIES[in.octet()]);
    return new Trace(
        content.creatorId(),
        content.eventTime(),
        // A version that is sent again later is in another slot too, and has a trace of its own.
        Hash64.of(Hash64.of(item, slot), content.eventTime()),
        Trace.Store.MEMORY,
        List.of(slot),
        item);
  }

  /** Reads what {@link #toBytes} wrote. */
  static RememberedItem of(byte[] bytes) {
    ByteReader in = StateFormat.reader("a remembered item", bytes);
    ContentRef content = content(in);
    Set<Long> found = found(in);
    double safe = in.fraction();
    return new RememberedItem(content, prints(in), found, safe);
  }

  private static Set<Long> found(ByteReader in) {
    Set<Long> found = new TreeSet<>();
    for (int left = in.smallCount(); left > 0; left--) {
      found.add(in.word());
    }
    return found;
  }

  private static ContentRef content(ByteReader in) {
    String eventId = text(in);
    String contentId = text(in);
    long contentVersion = in.count();
    String creatorId = text(in);
    ContentKind kind = KINDS[in.octet()];
    String language = text(in);
    String market = text(in);
    long eventTime = in.signed();
    long duration = in.signed();
    boolean explicit = in.octet() == 1;
    List<Modality> modalities = new ArrayList<>();
    for (int left = in.smallCount(); left > 0; left--) {
      modalities.add(MODALITIES[in.octet()]);
    }
    SourceRef source = new SourceRef(text(in), (int) in.signed(), in.signed());
    return new ContentRef(
        eventId,
        contentId,
        contentVersion,
        creatorId,
        kind,
        language,
        market,
        eventTime,
        duration < 0 ? null : duration,
        explicit,
        0,
        0,
        0,
        modalities,
        source);
  }

  private static MediaFingerprints prints(ByteReader in) {
    Modality modality = MODALITIES[in.octet()];
    String sha256 = text(in);
    List<PdqFingerprint> pictures = new ArrayList<>();
    for (int left = in.smallCount(); left > 0; left--) {
      int quality = in.octet();
      List<PdqHash> hashes = new ArrayList<>();
      for (int more = in.smallCount(); more > 0; more--) {
        hashes.add(new PdqHash(in.word(), in.word(), in.word(), in.word()));
      }
      pictures.add(new PdqFingerprint(hashes, quality));
    }
    List<AudioFingerprint> sounds = new ArrayList<>();
    for (int left = in.smallCount(); left > 0; left--) {
      double seconds = in.fraction();
      int[] numbers = new int[in.smallCount()];
      for (int i = 0; i + 1 < numbers.length; i += 2) {
        long two = in.word();
        numbers[i] = (int) (two >>> Integer.SIZE);
        numbers[i + 1] = (int) two;
      }
      if (numbers.length % 2 == 1) {
        numbers[numbers.length - 1] = (int) in.word();
      }
      sounds.add(new AudioFingerprint(numbers, seconds));
    }
    List<TextFingerprint> texts = new ArrayList<>();
    for (int left = in.smallCount(); left > 0; left--) {
      texts.add(new TextFingerprint(in.word(), in.smallCount()));
    }
    return new MediaFingerprints(modality, sha256, pictures, sounds, texts);
  }

  private static void text(ByteWriter out, String text) {
    out.block(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteReader in) {
    return new String(in.block(), StandardCharsets.UTF_8);
  }
}
