package io.earshot.job.packages;

import io.earshot.id.Sha256;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packages that lie elsewhere, each fetched once into a folder of this machine that is named after
 * the package's digest. What is in such a folder was whole and right when it was moved there, so
 * that one that was fetched in part never counts, whatever ended it; and several processes may
 * share a cache. A location is asked for its manifest every time, so a cached package is never
 * taken for another one that lies there now. Nothing is deleted: packages are few, and one may be
 * in use.
 */
final class PackageCache {

  private static final Logger LOG = LoggerFactory.getLogger(PackageCache.class);

  /** Of a manifest; those that ship have less than two thousand. */
  private static final int MAX_MANIFEST_BYTES = 1 << 20;

  /** One fetch at a time in a process: its subtasks ask for the same package at once. */
  private static final Object FETCHING = new Object();

  private final PackageAccess access;

  PackageCache(PackageAccess access) {
    this.access = access;
  }

  /**
   * The package of a location.
   *
   * @throws ModelPackageException when it may not be fetched, cannot be, or is not what its
   *     manifest says
   */
  ModelPackage fetch(String location) {
    String folder = location.endsWith("/") ? location : location + "/";
    checkAllowed(folder);
    byte[] manifest = manifest(folder);
    Path cached = Path.of(access.cache()).resolve(Sha256.hex(manifest));
    synchronized (FETCHING) {
      if (!Files.isDirectory(cached)) {
        fetch(folder, manifest, cached);
      }
    }
    return ModelPackage.load(cached);
  }

  private void checkAllowed(String folder) {
    try {
      if (access.allowed().allow(folder)) {
        return;
      }
    } catch (URISyntaxException e) {
      throw new ModelPackageException(
          "model package at " + folder + ": that is no address: " + e.getMessage(), e);
    }
    throw new ModelPackageException(
        "model package at "
            + folder
            + " is below none of "
            + access.allowed().option()
            + ", "
            + access.allowed().prefixes()
            + "; add its prefix, or put the package into the model directory");
  }

  private byte[] manifest(String folder) {
    try (InputStream in = open(folder, ModelManifest.FILE_NAME)) {
      byte[] read = in.readNBytes(MAX_MANIFEST_BYTES + 1);
      if (read.length > MAX_MANIFEST_BYTES) {
        throw new ModelPackageException(
            folder
                + ModelManifest.FILE_NAME
                + " has more than "
                + MAX_MANIFEST_BYTES
                + " bytes; it is no manifest");
      }
      return read;
    } catch (IOException e) {
      throw unreachable(folder + ModelManifest.FILE_NAME, e);
    }
  }

  /** Fetches all files of a package, checks them, and moves them to where they are found. */
  private void fetch(String folder, byte[] manifest, Path cached) {
    Path partial = null;
    try {
      Files.createDirectories(cached.getParent());
      partial = Files.createTempDirectory(cached.getParent(), "partial-");
      Path manifestFile = partial.resolve(ModelManifest.FILE_NAME);
      Files.write(manifestFile, manifest);
      long left = access.maxBytes();
      for (String file : files(folder, manifestFile)) {
        left -= copy(folder, file, partial.resolve(file), left);
      }
      ModelPackage model = ModelPackage.load(partial);
      move(partial, cached);
      LOG.info("fetched {} from {} into {}", model.manifest().name(), folder, cached);
    } catch (IOException e) {
      throw new ModelPackageException(
          "model package at "
              + folder
              + " cannot be kept in "
              + access.cache()
              + ": "
              + e
              + "; make room, or name another directory in scoring.packages.cache",
          e);
    } finally {
      if (partial != null) {
        delete(partial);
      }
    }
  }

  private static List<String> files(String folder, Path manifestFile) {
    List<String> files = ModelPackage.files(ModelManifest.read(manifestFile));
    for (String file : files) {
      if (!Path.of(file).equals(Path.of(file).getFileName()) || file.equals("..")) {
        throw new ModelPackageException(
            folder
                + ModelManifest.FILE_NAME
                + " names the file "
                + file
                + "; what is fetched lies in the folder itself, so give a plain name");
      }
    }
    return files;
  }

  private long copy(String folder, String file, Path to, long most) throws IOException {
    long count = 0;
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = open(folder, file);
        OutputStream out = Files.newOutputStream(to)) {
      for (int read = read(in, chunk, folder + file); read >= 0; ) {
        count += read;
        if (count > most) {
          throw new ModelPackageException(
              "model package at "
                  + folder
                  + " has more than "
                  + access.maxBytes()
                  + " bytes; raise scoring.packages.max-bytes");
        }
        out.write(chunk, 0, read);
        read = read(in, chunk, folder + file);
      }
    }
    return count;
  }

  private static int read(InputStream in, byte[] chunk, String what) {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw unreachable(what, e);
    }
  }

  private static InputStream open(String folder, String file) {
    org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(folder + file);
    try {
      FileSystem files = path.getFileSystem();
      return files.open(path);
    } catch (IOException e) {
      throw unreachable(path.toString(), e);
    }
  }

  private static ModelPackageException unreachable(String what, IOException e) {
    if (e instanceof UnsupportedFileSystemSchemeException) {
      return new ModelPackageException(
          what + " is in a file system that Flink has no plug-in for; install it", e);
    }
    return e instanceof FileNotFoundException
        ? new ModelPackageException(
            what + " does not exist; give the folder that holds the package", e)
        : new ModelPackageException(what + " cannot be read: " + e.getMessage(), e);
  }

  /** Another process may have been faster; what it put there has the same digest. */
  private static void move(Path partial, Path cached) throws IOException {
    try {
      Files.move(partial, cached, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(cached)) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.warn("{} is left over and can be deleted", folder, e);
    }
  }
}
