package io.earshot.job;

import io.earshot.matching.BankControl;
import io.earshot.matching.BankEntry;
import io.earshot.matching.BankException;
import io.earshot.matching.BankIndex;
import io.earshot.matching.BankSource;
import io.earshot.policy.Taxonomy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Banks in a file of a file system that Flink knows.
 *
 * @param file where it is
 * @param id the file, its length and when it was last changed
 */
record FileBankSource(String file, String id) implements BankSource {

  private static final long serialVersionUID = 1L;

  /**
   * The source of a file as it is now.
   *
   * @throws BankException when there is none
   */
  static FileBankSource of(String file) {
    Path path = new Path(file);
    try {
      FileStatus status = FileSystem.get(path.toUri()).getFileStatus(path);
      return new FileBankSource(
          file, file + " " + status.getLen() + " " + status.getModificationTime());
    } catch (IOException e) {
      throw new BankException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads all of it without keeping it.
   *
   * @throws BankException at the first entry that cannot be used
   */
  void check() {
    read(entry -> {});
  }

  @Override
  public BankIndex load() {
    BankIndex.Builder builder = new BankIndex.Builder();
    read(builder::add);
    return builder.build();
  }

  private void read(Consumer<BankEntry> into) {
    BankControl control = new BankControl(Taxonomy.entries().keySet());
    Set<String> ids = new HashSet<>();
    Path path = new Path(file);
    try (Reader in =
        new InputStreamReader(FileSystem.get(path.toUri()).open(path), StandardCharsets.UTF_8)) {
      BankFile.read(
          in,
          file,
          entry -> {
            List<String> faults = control.policyFaults(entry);
            if (!faults.isEmpty()) {
              throw new BankException(
                  file
                      + ": entry "
                      + entry.entryId()
                      + " of bank "
                      + entry.bank()
                      + ": "
                      + String.join("; ", faults));
            }
            if (!ids.add(entry.bank() + "/" + entry.entryId())) {
              throw new BankException(
                  file
                      + " has the entry "
                      + entry.entryId()
                      + " of bank "
                      + entry.bank()
                      + " twice; leave one of them");
            }
            into.accept(entry);
          });
    } catch (IOException e) {
      throw new BankException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
