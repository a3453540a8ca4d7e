package io.earshot.scoring;

import io.earshot.model.ModelManifest.Medium;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * The inference services of this process, each opened by its first user and closed after its last.
 *
 * <p>Services are told apart by the digests of their files and by their configuration, device
 * included: a folder whose package was replaced gives a new service, and users with other limits do
 * not share a queue.
 */
public final class InferenceServices {

  /**
   * Those of this class loader: the job's own, or that of all jobs of the process, where the jar
   * lies in Flink's {@code lib/}.
   */
  public static final InferenceServices SHARED = new InferenceServices(InferenceService::open);

  private final BiFunction<ModelPackage, InferenceConfig, InferenceService<?>> opener;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Map<String, Set<Lease<?>>> leases = new HashMap<>();

  InferenceServices(BiFunction<ModelPackage, InferenceConfig, InferenceService<?>> opener) {
    this.opener = opener;
  }

  /**
   * A share in the service for a configuration, opening it if there is none. Openings happen one
   * after another, so that subtasks that start together open one.
   *
   * @param owner who takes it, for {@link #releaseAll}: the job
   * @param kind {@link TextInference} or {@link TensorInference}
   * @throws io.earshot.model.ModelPackageException when the model or the device cannot be used, or
   *     the model is of the other kind
   */
  public <S extends InferenceService<?>> Lease<S> acquire(
      String owner, InferenceConfig config, Class<S> kind) {
    ModelPackage model = ModelPackage.load(Path.of(config.modelDirectory()));
    boolean isText = model.manifest().modality() == Medium.TEXT;
    if (isText != (kind == TextInference.class)) {
      throw new ModelPackageException(
          model.directory()
              + " is a model for "
              + model.manifest().modality().key()
              + ", but one for "
              + (isText ? "pictures or sound" : "text")
              + " is needed here");
    }
    Key key = new Key(model.digests(), model.manifest().version(), config);
    synchronized (entries) {
      Entry entry = entries.get(key);
      if (entry == null) {
        entry = new Entry(key, opener.apply(model, config));
        entries.put(key, entry);
      }
      entry.users++;
      Lease<S> lease = new Lease<>(this, owner, entry, kind.cast(entry.service));
      leases.computeIfAbsent(owner, id -> new HashSet<>()).add(lease);
      return lease;
    }
  }

  /** How many services are open. */
  public int open() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /**
   * Gives back whatever an owner still holds, for when it is gone. Services that others use too
   * stay open for them.
   */
  public void releaseAll(String owner) {
    List<Lease<?>> left;
    synchronized (entries) {
      left = List.copyOf(leases.getOrDefault(owner, Set.of()));
    }
    left.forEach(Lease::close);
  }

  private void release(Lease<?> lease) {
    Entry entry = lease.entry;
    synchronized (entries) {
      Set<Lease<?>> owned = leases.get(lease.owner);
      if (owned != null && owned.remove(lease) && owned.isEmpty()) {
        leases.remove(lease.owner);
      }
      entry.users--;
      if (entry.users > 0 || !entries.remove(entry.key, entry)) {
        return;
      }
    }
    // Outside the lock: draining takes a while, and others may open and close theirs meanwhile.
    entry.service.close();
  }

  private record Key(List<String> digests, String version, InferenceConfig config) {}

  private static final class Entry {
    private final Key key;
    private final InferenceService<?> service;
    private int users;

    Entry(Key key, InferenceService<?> service) {
      this.key = key;
      this.service = service;
    }
  }

  /**
   * A user's share in a service.
   *
   * @param <S> the kind of service
   */
  public static final class Lease<S extends InferenceService<?>> implements AutoCloseable {
    private final InferenceServices services;
    private final String owner;
    private final Entry entry;
    private final S service;
    private final AtomicBoolean released = new AtomicBoolean();

    private Lease(InferenceServices services, String owner, Entry entry, S service) {
      this.service = service;
      this.services = services;
      this.owner = owner;
      this.entry = entry;
    }

    /** The service, usable until this lease is closed. */
    public S service() {
      return service;
    }

    /**
     * Gives the share back; the last one drains and closes the service. Closing again does nothing.
     */
    @Override
    public void close() {
      if (!released.getAndSet(true)) {
        services.release(this);
      }
    }
  }
}
