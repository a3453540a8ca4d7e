package io.earshot.media;

import io.earshot.media.MediaException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats that are read, each with its media types and the bytes it starts with. A medium must
 * be what its type says: a player that trusts the type and one that trusts the bytes would else
 * show different things, and only one of them would have been judged.
 */
public enum MediaFormat {
  JPEG("image/jpeg", "image/jpg", "image/pjpeg"),
  PNG("image/png", "image/apng"),
  GIF("image/gif"),
  WEBP("image/webp"),
  WAV("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
  FLAC("audio/flac", "audio/x-flac"),
  MP3("audio/mpeg", "audio/mp3", "audio/x-mp3", "audio/mpeg3"),
  OGG("audio/ogg", "audio/vorbis", "application/ogg", "audio/x-vorbis+ogg");

  /** Bytes that {@link #sniff} needs to see, if there are as many. */
  public static final int SNIFF_BYTES = 12;

  private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> mediaTypes;

  MediaFormat(String... mediaTypes) {
    this.mediaTypes = List.of(mediaTypes);
  }

  /** The registered name, or the most used one. */
  public String mediaType() {
    return mediaTypes.get(0);
  }

  /** Whether it is a format of pictures; else it is one of sound. */
  public boolean isImage() {
    return mediaType().startsWith("image/");
  }

  /** The format that the first bytes are of. */
  public static Optional<MediaFormat> sniff(byte[] head) {
    if (starts(head, PNG_MAGIC)) {
      return Optional.of(PNG);
    }
    if (at(head, 0) == 0xff && at(head, 1) == 0xd8 && at(head, 2) == 0xff) {
      return Optional.of(JPEG);
    }
    if (starts(head, ascii("GIF87a")) || starts(head, ascii("GIF89a"))) {
      return Optional.of(GIF);
    }
    if (starts(head, ascii("RIFF")) && head.length >= SNIFF_BYTES) {
      String form = new String(head, 8, 4, StandardCharsets.US_ASCII);
      return form.equals("WEBP")
          ? Optional.of(WEBP)
          : form.equals("WAVE") ? Optional.of(WAV) : Optional.empty();
    }
    if (starts(head, ascii("fLaC"))) {
      return Optional.of(FLAC);
    }
    if (starts(head, ascii("OggS"))) {
      return Optional.of(OGG);
    }
    // An MPEG audio frame: eleven set bits and a layer; layer 0 is what AAC in ADTS has.
    boolean frame = at(head, 0) == 0xff && (at(head, 1) & 0xe0) == 0xe0 && (at(head, 1) & 6) != 0;
    return starts(head, ascii("ID3")) || frame ? Optional.of(MP3) : Optional.empty();
  }

  /**
   * The format of a medium, of which type and bytes must agree.
   *
   * @param mediaType as the event states it; parameters after {@code ;} are ignored
   * @param head its first bytes, {@link #SNIFF_BYTES} if there are as many
   * @throws MediaException if there are no bytes, or either is unknown, or they differ
   */
  public static MediaFormat of(String mediaType, byte[] head) throws MediaException {
    String type = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    MediaFormat stated =
        Arrays.stream(values())
            .filter(format -> format.mediaTypes.contains(type))
            .findFirst()
            .orElseThrow(
                () ->
                    MediaException.unsupported(
                        "media type is "
                            + printable(type)
                            + ", but only "
                            + String.join(
                                ", ", Arrays.stream(values()).map(MediaFormat::mediaType).toList())
                            + " are read; convert it to one of these"));
    if (head.length == 0) {
      throw MediaException.empty("the medium has no bytes, though it is called " + type);
    }
    Optional<MediaFormat> actual = sniff(head);
    if (actual.isEmpty()) {
      throw new MediaException(
          Reason.WRONG_TYPE,
          "media type is "
              + type
              + ", but the bytes start like no format that is read; state the type of the bytes");
    }
    if (actual.get() != stated) {
      throw new MediaException(
          Reason.WRONG_TYPE,
          "media type is "
              + type
              + ", but the bytes are "
              + actual.get().mediaType()
              + "; state the type of the bytes");
    }
    return stated;
  }

  private static String printable(String type) {
    String cut = type.length() > 60 ? type.substring(0, 60) + "…" : type;
    return cut.replaceAll("[^\\x21-\\x7e…]", "?");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean starts(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  private static int at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] & 0xff : -1;
  }
}
