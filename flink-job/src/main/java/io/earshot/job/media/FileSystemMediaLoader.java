package io.earshot.job.media;

import io.earshot.intake.MediaRef;
import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import io.earshot.media.VerifiedStream;
import io.earshot.scoring.MediaLoader;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * Media inline, or at addresses below the allowed prefixes in any file system that Flink has
 * ({@link io.earshot.job.AllowedPrefixes}).
 */
public final class FileSystemMediaLoader implements MediaLoader {

  private static final long serialVersionUID = 1L;

  private final MediaAccess access;

  public FileSystemMediaLoader(MediaAccess access) {
    this.access = access;
  }

  @Override
  public VerifiedStream open(MediaRef media) throws IOException {
    byte[] content = media.content();
    if (content != null) {
      return verified(new ByteArrayInputStream(content), media);
    }
    String address = media.uri();
    if (address == null) {
      throw MediaException.empty("medium has neither content nor address");
    }
    Path path = new Path(allowed(address));
    try {
      FileSystem files = path.getFileSystem();
      FileStatus status = files.getFileStatus(path);
      if (status.isDir()) {
        throw new MediaException(Reason.UNREACHABLE, "medium at " + path + " is a folder");
      }
      if (status.getLen() > access.maxBytes()) {
        throw MediaException.tooLarge(
            "medium at "
                + path
                + " has "
                + status.getLen()
                + " bytes, but at most "
                + access.maxBytes()
                + " are read; raise scoring.media.max-bytes");
      }
      return verified(files.open(path), media);
    } catch (MediaException e) {
      throw e;
    } catch (UnsupportedFileSystemSchemeException e) {
      throw new MediaException(
          Reason.UNREACHABLE,
          "medium at " + path + " is in a file system that Flink has no plug-in for; install it",
          e);
    } catch (FileNotFoundException e) {
      throw new MediaException(
          Reason.UNREACHABLE, "medium at " + path + " does not exist, or not yet", e);
    } catch (IOException e) {
      throw new MediaException(
          Reason.UNREACHABLE, "medium at " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private VerifiedStream verified(java.io.InputStream in, MediaRef media) {
    return new VerifiedStream(
        in, media.sha256(), access.maxBytes(), access.timeout().toNanos(), System::nanoTime);
  }

  private URI allowed(String address) throws MediaException {
    try {
      if (access.allowed().allow(address)) {
        return new URI(address).normalize();
      }
    } catch (URISyntaxException e) {
      throw new MediaException(
          Reason.NOT_ALLOWED, "medium's address is none, at character " + e.getIndex(), e);
    }
    throw new MediaException(
        Reason.NOT_ALLOWED,
        "medium's address is below none of scoring.media.allowed-prefixes, "
            + access.allowed().prefixes()
            + "; add its prefix, or send it inline");
  }
}
