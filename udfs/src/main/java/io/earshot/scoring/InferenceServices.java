package io.earshot.scoring;

import io.earshot.model.ModelPackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * The inference services of this process, each opened by its first user and closed after its last.
 *
 * <p>Services are told apart by the digests of model and vocabulary and by their configuration,
 * device included: a folder whose package was replaced gives a new service, and users with other
 * limits do not share a queue.
 */
public final class InferenceServices {

  /** Those of this class loader, which in a cluster is the job's. */
  public static final InferenceServices SHARED = new InferenceServices(InferenceService::open);

  private final BiFunction<ModelPackage, InferenceConfig, InferenceService> opener;
  private final Map<Key, Entry> entries = new HashMap<>();

  InferenceServices(BiFunction<ModelPackage, InferenceConfig, InferenceService> opener) {
    this.opener = opener;
  }

  /**
   * A share in the service for a configuration, opening it if there is none. Openings happen one
   * after another, so that subtasks that start together open one.
   *
   * @throws io.earshot.model.ModelPackageException when the model or the device cannot be used
   */
  public Lease acquire(InferenceConfig config) {
    ModelPackage model = ModelPackage.load(Path.of(config.modelDirectory()));
    Key key =
        new Key(
            model.manifest().sha256(),
            model.manifest().preprocessing().vocabularySha256(),
            model.manifest().version(),
            config);
    synchronized (entries) {
      Entry entry = entries.get(key);
      if (entry == null) {
        entry = new Entry(key, opener.apply(model, config));
        entries.put(key, entry);
      }
      entry.users++;
      return new Lease(this, entry);
    }
  }

  /** How many services are open. */
  public int open() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /** Closes every service whoever uses it; for when the classes themselves are unloaded. */
  public void closeAll() {
    List<Entry> left;
    synchronized (entries) {
      left = new ArrayList<>(entries.values());
      entries.clear();
    }
    left.forEach(entry -> entry.service.close());
  }

  private void release(Entry entry) {
    synchronized (entries) {
      entry.users--;
      if (entry.users > 0 || !entries.remove(entry.key, entry)) {
        return;
      }
    }
    // Outside the lock: draining takes a while, and others may open and close theirs meanwhile.
    entry.service.close();
  }

  private record Key(
      String modelDigest, String vocabularyDigest, String version, InferenceConfig config) {}

  private static final class Entry {
    private final Key key;
    private final InferenceService service;
    private int users;

    Entry(Key key, InferenceService service) {
      this.key = key;
      this.service = service;
    }
  }

  /** A user's share in a service. */
  public static final class Lease implements AutoCloseable {
    private final InferenceServices services;
    private final Entry entry;
    private final AtomicBoolean released = new AtomicBoolean();

    private Lease(InferenceServices services, Entry entry) {
      this.services = services;
      this.entry = entry;
    }

    /** The service, usable until this lease is closed. */
    public InferenceService service() {
      return entry.service;
    }

    /**
     * Gives the share back; the last one drains and closes the service. Closing again does nothing.
     */
    @Override
    public void close() {
      if (!released.getAndSet(true)) {
        services.release(entry);
      }
    }
  }
}
