package io.earshot.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a record in keyed state may become from one release to the next. Two releases of one record
 * are compiled and loaded apart; the newer reads what the older wrote, by way of the older one's
 * snapshot, as Flink does when it restores.
 */
final class StateEvolutionTest {

  private static final String OLD = "public record Entry(String id, int points) {}";

  @TempDir Path folder;

  @Test
  void addedField_hasNothingInWhatIsOlder_andTheRestIsAsItWas() throws Exception {
    Class<?> newer =
        release(
            "public record Entry(String id, int points, long since, String note,"
                + " java.util.List<String> tags) {}");
    byte[] written = written(release(OLD), "strike", 4);

    Object read = read(written, newer);

    assertThat(read).hasToString("Entry[id=strike, points=4, since=0, note=null, tags=null]");
  }

  /** A constructor that copies a list, as those of this house do, must take none for empty. */
  @Test
  void constructorOfARecordWithAnAddedField_mustTakeNothingForIt() throws Exception {
    Class<?> newer =
        release(
            "public record Entry(String id, int points, java.util.List<String> tags) {"
                + " public Entry { tags = tags == null ? java.util.List.of() :"
                + " java.util.List.copyOf(tags); } }");

    assertThat(read(written(release(OLD), "strike", 4), newer))
        .hasToString("Entry[id=strike, points=4, tags=[]]");
  }

  @Test
  void removedField_isPassedOver() throws Exception {
    Class<?> newer = release("public record Entry(String id) {}");

    assertThat(read(written(release(OLD), "strike", 4), newer)).hasToString("Entry[id=strike]");
  }

  @Test
  void fieldOfAnotherType_isRefused() throws Exception {
    Class<?> older = release(OLD);
    Class<?> newer = release("public record Entry(String id, long points) {}");

    assertThat(compatibility(snapshot(serializer(older)), newer).isIncompatible()).isTrue();
  }

  /** The record of a release, in a class loader of its own. */
  private Class<?> release(String source) throws IOException, ClassNotFoundException {
    Path directory = Files.createTempDirectory(folder, "release");
    Path file = Files.writeString(directory.resolve("Entry.java"), "package state; " + source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.toString(), file.toString());
    assertThat(result).isZero();
    // Open until the test ends: the serialisers load from it.
    URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, StateEvolutionTest.class.getClassLoader());
    return Class.forName("state.Entry", true, loader);
  }

  @SuppressWarnings("unchecked")
  private static TypeSerializer<Object> serializer(Class<?> type) {
    return (TypeSerializer<Object>)
        TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  /** What a checkpoint holds: the serialiser's snapshot, then a record. */
  private static byte[] written(Class<?> type, Object... values) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    TypeSerializer<Object> serializer = serializer(type);
    DataOutputSerializer out = new DataOutputSerializer(256);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    serializer.serialize(constructor.newInstance(values), out);
    return out.getCopyOfBuffer();
  }

  private static byte[] snapshot(TypeSerializer<Object> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    return out.getCopyOfBuffer();
  }

  private static TypeSerializerSchemaCompatibility<Object> compatibility(
      byte[] snapshot, Class<?> newer) throws IOException {
    return serializer(newer)
        .snapshotConfiguration()
        .resolveSchemaCompatibility(
            TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
                new DataInputDeserializer(snapshot), newer.getClassLoader()));
  }

  private static Object read(byte[] written, Class<?> newer) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(written);
    TypeSerializerSnapshot<Object> older =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(in, newer.getClassLoader());
    assertThat(
            serializer(newer)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(older)
                .isCompatibleAfterMigration())
        .isTrue();
    return older.restoreSerializer().deserialize(in);
  }
}
