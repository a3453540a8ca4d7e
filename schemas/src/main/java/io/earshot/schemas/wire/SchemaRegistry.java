package io.earshot.schemas.wire;

import org.apache.avro.Schema;

/**
 * Where schemas are known by a number. Implementations are safe for use by several threads at once.
 */
public interface SchemaRegistry {

  /** What the registry says about an id. */
  sealed interface Lookup {}

  /** The id names an Avro schema. */
  record Found(Schema schema) implements Lookup {}

  /**
   * The id names no schema that could be used.
   *
   * @param why a clause for a message: "has no schema with this id"
   */
  record Missing(String why) implements Lookup {}

  /**
   * The schema with this id.
   *
   * @throws SchemaRegistryException if the registry did not answer the question; not the fault of a
   *     record
   */
  Lookup schema(int id);

  /**
   * Registers a schema, or finds it registered.
   *
   * @return its id
   * @throws SchemaRegistryException if the registry did not take it
   */
  int register(String subject, Schema schema);
}
