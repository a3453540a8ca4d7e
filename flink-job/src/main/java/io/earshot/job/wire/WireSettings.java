package io.earshot.job.wire;

import io.earshot.job.EarshotOptions.WireFormatKind;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.wire.ConfluentWireFormat;
import io.earshot.schemas.wire.HttpSchemaRegistry;
import io.earshot.schemas.wire.RegistrySettings;
import io.earshot.schemas.wire.SingleObject;
import io.earshot.schemas.wire.WireFormat;
import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How records lie in the topics, on its way to the tasks.
 *
 * @param kind which format
 * @param topicPrefix put before the name of every topic; subjects of a registry carry it too
 * @param registryUrl where the registry's REST API begins; null with single-object encoding
 * @param registryUser for basic authentication; null if the registry asks for none
 * @param registryPassword for basic authentication; null if the registry asks for none
 */
public record WireSettings(
    WireFormatKind kind,
    String topicPrefix,
    @Nullable String registryUrl,
    @Nullable String registryUser,
    @Nullable String registryPassword)
    implements Serializable {

  /** The format, ready to use. */
  public WireFormat format() {
    if (kind == WireFormatKind.SINGLE_OBJECT) {
      return new SingleObject(SchemaStore.released());
    }
    if (registryUrl == null) {
      throw new IllegalStateException("wire format " + kind + " without a registry");
    }
    RegistrySettings settings = RegistrySettings.open(URI.create(registryUrl));
    if (registryUser != null && registryPassword != null) {
      settings = settings.as(registryUser, registryPassword);
    }
    return new ConfluentWireFormat(new HttpSchemaRegistry(settings), topicPrefix);
  }

  /** Never prints the password. */
  @Override
  public String toString() {
    return "WireSettings[" + kind + (registryUrl == null ? "" : ", " + registryUrl) + "]";
  }
}
