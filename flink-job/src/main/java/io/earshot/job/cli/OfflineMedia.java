package io.earshot.job.cli;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.WorkItem;
import io.earshot.job.EarshotOptions;
import io.earshot.job.ModelDirectory;
import io.earshot.job.ModelDirectory.Use;
import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import io.earshot.media.MediaFormat;
import io.earshot.media.VerifiedStream;
import io.earshot.model.ModelPackage;
import io.earshot.scoring.AudioScoring;
import io.earshot.scoring.ImageScoring;
import io.earshot.scoring.ItemScorer;
import io.earshot.scoring.ItemScoring;
import io.earshot.scoring.MediaLoader;
import io.earshot.scoring.MediaSettings;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.UnscoredReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Pictures and sounds in local files, through the scorers of the job. A model is opened when the
 * first line asks for it. Files are of whatever format their bytes say, not their names.
 */
final class OfflineMedia implements AutoCloseable {

  /**
   * What became of a file.
   *
   * @param scores of it, or the reason for none
   * @param error why the file could not be used; null unless that is so
   */
  record Scored(ModelScores scores, @Nullable String error) {}

  private static final int THREADS = 2;

  private final ModelDirectory models;
  private final Path folder;
  private final String owner;
  private final Map<Modality, Optional<ItemScorer>> scorers = new EnumMap<>(Modality.class);

  /**
   * Scorers on the models of a directory.
   *
   * @param folder what paths are relative to
   * @param owner who uses the models
   */
  OfflineMedia(ModelDirectory models, Path folder, String owner) {
    this.models = models;
    this.folder = folder;
    this.owner = owner;
  }

  /** The folder of a file of lines. */
  static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  /**
   * Scores a file.
   *
   * @param modality that it should be of: a picture or a sound
   * @param id of the line
   * @param path of the file, absolute or relative to the folder
   * @throws io.earshot.job.ConfigurationException if there are several models to choose from
   * @throws io.earshot.model.ModelPackageException if the model cannot be used
   */
  CompletableFuture<Scored> score(Modality modality, String id, String path)
      throws InterruptedException {
    ItemScorer scorer = scorers.computeIfAbsent(modality, this::open).orElse(null);
    if (scorer == null) {
      return CompletableFuture.completedFuture(
          new Scored(ModelScores.unscored(modality, UnscoredReason.NO_MODEL), null));
    }
    try {
      MediaRef media = media(modality, path);
      return scorer.score(item(modality, id, media)).thenApply(scores -> new Scored(scores, null));
    } catch (MediaException e) {
      return CompletableFuture.completedFuture(
          new Scored(scorer.unscored(UnscoredReason.of(e.reason())), e.getMessage()));
    }
  }

  @Override
  public void close() {
    scorers.values().forEach(scorer -> scorer.ifPresent(ItemScorer::close));
    scorers.clear();
  }

  private Optional<ItemScorer> open(Modality modality) {
    return scoring(modality).map(scoring -> scoring.open(owner));
  }

  private Optional<ItemScoring> scoring(Modality modality) {
    MediaSettings media =
        new MediaSettings(
            new LocalFiles(EarshotOptions.MEDIA_MAX_BYTES.defaultValue().getBytes()),
            THREADS,
            OfflineScoring.IN_FLIGHT,
            ScoreCommand.PATIENCE);
    if (modality == Modality.IMAGE) {
      return models
          .find(Use.IMAGE, null)
          .map(model -> new ImageScoring(ScoreCommand.config(model), media, ScoreCommand.PATIENCE));
    }
    ModelPackage speech = models.find(Use.SPEECH, null).orElse(null);
    return models
        .find(Use.AUDIO, null)
        .map(
            model ->
                new AudioScoring(
                    ScoreCommand.config(model),
                    speech == null ? null : ScoreCommand.config(speech),
                    media,
                    ScoreCommand.PATIENCE));
  }

  /** What a file holds, told from its bytes. */
  private MediaRef media(Modality modality, String path) throws MediaException {
    Path file;
    try {
      file = folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new MediaException(Reason.UNREACHABLE, "the path is none: " + e.getReason(), e);
    }
    if (!Files.isRegularFile(file)) {
      throw new MediaException(
          Reason.UNREACHABLE,
          file + " is no file; give a path that is absolute or relative to " + folder);
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] head;
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        head = in.readNBytes(MediaFormat.SNIFF_BYTES);
        long unused = in.transferTo(OutputStream.nullOutputStream());
      }
      if (head.length == 0) {
        throw MediaException.empty(file + " has no bytes");
      }
      MediaFormat format =
          MediaFormat.sniff(head)
              .orElseThrow(
                  () ->
                      MediaException.unsupported(
                          file
                              + " starts like none of "
                              + List.of(MediaFormat.values())
                              + "; convert it to one of these"));
      if (format.isImage() != (modality == Modality.IMAGE)) {
        throw new MediaException(
            Reason.WRONG_TYPE,
            file
                + " is "
                + format.mediaType()
                + ", but it is named as "
                + (modality == Modality.IMAGE ? "image" : "audio")
                + "; name it in the field of its kind");
      }
      return new MediaRef(
          format.mediaType(),
          HexFormat.of().formatHex(digest.digest()),
          null,
          file.toAbsolutePath().toString());
    } catch (MediaException e) {
      throw e;
    } catch (IOException e) {
      throw new MediaException(Reason.UNREACHABLE, file + " cannot be read: " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static WorkItem item(Modality modality, String id, MediaRef media) {
    ContentRef content =
        new ContentRef(
            id,
            id,
            1,
            "",
            ContentKind.TRACK,
            "und",
            "ZZ",
            0,
            null,
            false,
            0,
            0,
            0,
            List.of(modality),
            new SourceRef("lines", 0, 0));
    return new WorkItem(content, modality, List.of(), media, null);
  }

  /** Files of this machine: whoever calls the command may read them anyway. */
  private record LocalFiles(long maxBytes) implements MediaLoader {

    private static final long serialVersionUID = 1L;

    @Override
    public VerifiedStream open(MediaRef media) throws IOException {
      String path = media.uri();
      if (path == null) {
        throw MediaException.empty("medium has no path");
      }
      return new VerifiedStream(
          Files.newInputStream(Path.of(path)),
          media.sha256(),
          maxBytes,
          ScoreCommand.PATIENCE.toNanos(),
          System::nanoTime);
    }
  }
}
