package io.earshot.matching;

import io.earshot.intake.Modality;
import java.util.List;

/**
 * What one modality of a content is looked up by.
 *
 * @param modality which it is
 * @param sha256 of the bytes, hexadecimal; empty for text
 * @param pictures of the picture, and of what is within its border
 * @param sounds of the sound, one an alteration of {@link Alteration#KNOWN}, in that order
 * @param texts of each field
 */
public record MediaFingerprints(
    Modality modality,
    String sha256,
    List<PdqFingerprint> pictures,
    List<AudioFingerprint> sounds,
    List<TextFingerprint> texts) {

  /** Bytes of a few lists and strings, and of a picture's eight hashes. */
  private static final int OBJECTS = 512;

  private static final int PICTURE = 500;

  /** About how many bytes it takes. */
  long bytes() {
    long numbers = 0;
    for (AudioFingerprint sound : sounds) {
      numbers += sound.length();
    }
    return OBJECTS + Integer.BYTES * numbers + (long) PICTURE * pictures.size();
  }

  /** Of a text. */
  public static MediaFingerprints ofTexts(List<TextFingerprint> texts) {
    return new MediaFingerprints(Modality.TEXT, "", List.of(), List.of(), texts);
  }

  /** Of a picture. */
  public static MediaFingerprints ofPicture(String sha256, List<PdqFingerprint> pictures) {
    return new MediaFingerprints(Modality.IMAGE, sha256, pictures, List.of(), List.of());
  }

  /** Of a sound. */
  public static MediaFingerprints ofSound(String sha256, List<AudioFingerprint> sounds) {
    return new MediaFingerprints(Modality.AUDIO, sha256, List.of(), sounds, List.of());
  }

  /** Of a medium of which nothing but the digest is known. */
  public static MediaFingerprints ofDigest(Modality modality, String sha256) {
    return new MediaFingerprints(modality, sha256, List.of(), List.of(), List.of());
  }
}
