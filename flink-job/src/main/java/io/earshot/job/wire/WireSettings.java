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
import java.net.URISyntaxException;
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
    return new ConfluentWireFormat(new HttpSchemaRegistry(registry(registryUrl)), topicPrefix);
  }

  /**
   * Makes sure that what is said of a registry can be used, long before a task does.
   *
   * @throws IllegalArgumentException if it cannot; the message shows no password
   */
  public void check() {
    if (registryUrl != null) {
      RegistrySettings unused = registry(registryUrl);
    }
  }

  private RegistrySettings registry(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      // Its message would show the text, and with it a password that somebody put there.
      throw new IllegalArgumentException(
          "it is no URL: " + e.getReason() + " at character " + e.getIndex());
    }
    RegistrySettings settings = RegistrySettings.open(uri);
    return registryUser != null && registryPassword != null
        ? settings.as(registryUser, registryPassword)
        : settings;
  }

  /** Never prints the password. */
  @Override
  public String toString() {
    return "WireSettings[" + kind + (registryUrl == null ? "" : ", " + registryUrl) + "]";
  }
}
