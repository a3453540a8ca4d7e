package io.earshot.matching;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The banks of this process: each loaded by its first user and forgotten after its last, so that
 * all subtasks of a TaskManager share one.
 */
public final class BankIndexes {

  /** Those of this class loader. */
  public static final BankIndexes SHARED = new BankIndexes();

  private final Map<String, Shared> loaded = new HashMap<>();
  private final Map<String, Set<Lease>> leases = new HashMap<>();

  BankIndexes() {}

  /**
   * A share in the banks of a source, loading them if nobody has. Loadings happen one after
   * another, so that subtasks that start together load once.
   *
   * @param owner who takes it, for {@link #releaseAll}: the job
   * @throws BankException when they cannot be loaded
   */
  public synchronized Lease acquire(String owner, BankSource source) {
    Shared shared = loaded.get(source.id());
    if (shared == null) {
      shared = new Shared(source.id(), source.load());
      loaded.put(source.id(), shared);
    }
    shared.users++;
    Lease lease = new Lease(this, owner, shared);
    leases.computeIfAbsent(owner, id -> new HashSet<>()).add(lease);
    return lease;
  }

  /** How many are loaded. */
  public synchronized int open() {
    return loaded.size();
  }

  /** Gives back whatever an owner still holds, for when it is gone. */
  public synchronized void releaseAll(String owner) {
    List.copyOf(leases.getOrDefault(owner, Set.of())).forEach(Lease::close);
  }

  private synchronized void release(Lease lease) {
    Set<Lease> owned = leases.get(lease.owner);
    if (owned != null && owned.remove(lease) && owned.isEmpty()) {
      leases.remove(lease.owner);
    }
    lease.shared.users--;
    if (lease.shared.users == 0) {
      loaded.remove(lease.shared.id);
    }
  }

  private static final class Shared {
    private final String id;
    private final BankIndex index;
    private int users;

    Shared(String id, BankIndex index) {
      this.id = id;
      this.index = index;
    }
  }

  /** A user's share in banks. */
  public static final class Lease implements AutoCloseable {
    private final BankIndexes indexes;
    private final String owner;
    private final Shared shared;
    private final AtomicBoolean released = new AtomicBoolean();

    private Lease(BankIndexes indexes, String owner, Shared shared) {
      this.indexes = indexes;
      this.owner = owner;
      this.shared = shared;
    }

    /** The banks. */
    public BankIndex index() {
      return shared.index;
    }

    /** Gives the share back. Closing again does nothing. */
    @Override
    public void close() {
      if (!released.getAndSet(true)) {
        indexes.release(this);
      }
    }
  }
}
