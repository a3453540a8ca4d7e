package io.earshot.job.cli;

import io.earshot.job.BankFile;
import io.earshot.job.ConfigurationException;
import io.earshot.matching.BankEntry;
import io.earshot.matching.BankException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Bank files as the commands read them. */
final class BankFiles {

  private BankFiles() {}

  /**
   * The entries of a file by bank and id.
   *
   * @throws ConfigurationException with the place and the way out when one cannot be used
   */
  static SortedMap<String, BankEntry> read(Path file) {
    TreeMap<String, BankEntry> entries = new TreeMap<>();
    try (Reader in = Files.newBufferedReader(file)) {
      BankFile.read(
          in,
          file.toString(),
          entry -> {
            if (entries.put(key(entry), entry) != null) {
              throw new BankException(file + " has the entry " + key(entry) + " twice");
            }
          });
    } catch (BankException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read: " + e, e);
    }
    return entries;
  }

  /** Bank and id, as people read them. */
  static String key(BankEntry entry) {
    return entry.bank() + "/" + entry.entryId();
  }
}
