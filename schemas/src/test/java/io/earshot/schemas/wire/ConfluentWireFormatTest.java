package io.earshot.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.earshot.schemas.RandomRecords;
import io.earshot.schemas.SchemaVersion;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.wire.DecodeException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a registry of our own on the loopback interface, which notes what it is asked. */
class ConfluentWireFormatTest {
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private HttpServer server;

  private record Answer(int status, String body) {}

  ConfluentWireFormatTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @EnumSource
  void record_comes_back_through_the_id_that_the_registry_gave(Topic topic) throws Exception {
    answers.put(
        "POST /subjects/test." + topic.topicName() + "-value/versions",
        new Answer(200, "{\"id\":258}"));
    serveSchema(258, topic);
    var record = RandomRecords.of(topic, new Random(1));

    byte[] bytes = encodeAs(topic, topic.valueType(), record);

    assertThat(bytes).startsWith(0, 0, 0, 1, 2);
    // As text: Avro 1.12 cannot compare lists of records with a time that may be null.
    assertThat(format().decoder(topic, topic.valueType()).decode(bytes))
        .hasToString(record.toString());
  }

  @Test
  void schema_is_registered_under_the_topic_name_without_java_hints() {
    answers.put("POST /subjects/test.late.events-value/versions", new Answer(200, "{\"id\":1}"));
    format().encoder(Topic.LATE_EVENTS, LateEvent.class);
    assertThat(asked)
        .singleElement()
        .asString()
        .contains("LateEvent")
        .doesNotContain("avro.java.string");
  }

  @Test
  void known_id_is_asked_for_once_for_all_decoders() {
    serveSchema(7, Topic.LATE_EVENTS);
    ConfluentWireFormat format = format();
    for (int i = 0; i < 3; i++) {
      var decoder = format.decoder(Topic.LATE_EVENTS, LateEvent.class);
      assertThat(refusal(decoder, framed(7)).reason()).isEqualTo(Reason.TRUNCATED_OR_CORRUPT);
      assertThat(refusal(decoder, framed(7)).reason()).isEqualTo(Reason.TRUNCATED_OR_CORRUPT);
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void unknown_id_is_asked_for_again_only_after_a_while() {
    var decoder = format().decoder(Topic.LATE_EVENTS, LateEvent.class);
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(decoder, framed(9)))
          .hasMessageContaining("schema id 9 is not known to the schema registry at http://")
          .hasMessageContaining("test.late.events-value")
          .extracting(DecodeException::reason)
          .isEqualTo(Reason.UNKNOWN_SCHEMA);
    }
    assertThat(asked).hasSize(1);

    nanos.addAndGet(HttpSchemaRegistry.FORGET_MISSING_NANOS);
    serveSchema(9, Topic.LATE_EVENTS);
    assertThat(refusal(decoder, framed(9)).reason()).isEqualTo(Reason.TRUNCATED_OR_CORRUPT);
    assertThat(asked).hasSize(2);
  }

  @Test
  void memory_of_missing_ids_is_bounded() {
    HttpSchemaRegistry registry = registry(open());
    for (int id = 1; id <= HttpSchemaRegistry.CACHED_IDS + 1; id++) {
      registry.schema(id);
    }
    int before = asked.size();
    registry.schema(HttpSchemaRegistry.CACHED_IDS + 1);
    assertThat(asked).hasSize(before);
    registry.schema(1);
    assertThat(asked).as("the oldest was forgotten").hasSize(before + 1);
  }

  @Test
  void schema_that_is_not_the_topic_s_or_not_avro_is_an_unknown_schema() {
    serveSchema(1, Topic.CONTENT_EVENTS);
    answers.put(
        "GET /schemas/ids/2", new Answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}"));
    answers.put("GET /schemas/ids/3", new Answer(200, "{\"schema\":\"{\"}"));
    var decoder = format().decoder(Topic.LATE_EVENTS, LateEvent.class);
    assertThat(refusal(decoder, framed(1)))
        .hasMessageContaining("ContentEvent, which cannot be read as");
    assertThat(refusal(decoder, framed(2))).hasMessageContaining("type PROTOBUF, not AVRO");
    assertThat(refusal(decoder, framed(3))).hasMessageContaining("Avro does not take");
    assertThat(refusal(decoder, framed(-4))).hasMessageContaining("not a positive number");
  }

  @Test
  void bytes_of_another_format_are_refused_without_asking() {
    var decoder = format().decoder(Topic.LATE_EVENTS, LateEvent.class);
    assertThat(refusal(decoder, new byte[0]).reason()).isEqualTo(Reason.EMPTY);
    assertThat(refusal(decoder, new byte[] {0, 0, 0}).reason()).isEqualTo(Reason.NOT_CONFLUENT);
    assertThat(refusal(decoder, new byte[] {(byte) 0xC3, 1, 0, 0, 0, 0, 0, 0, 0, 0}))
        .hasMessageContaining("look like Avro single-object");
    assertThat(asked).isEmpty();
  }

  @Test
  void credentials_are_sent_and_never_printed() {
    RegistrySettings settings = open().as("job", "s3cret");
    registry(settings).schema(1);
    assertThat(authorizations)
        .containsExactly(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("job:s3cret".getBytes(StandardCharsets.UTF_8)));
    assertThat(settings.toString()).contains("job").doesNotContain("s3cret");
  }

  @Test
  void refused_credentials_name_the_user() {
    answers.put("GET /schemas/ids/1", new Answer(401, "{}"));
    assertThatThrownBy(() -> registry(open().as("job", "s3cret")).schema(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("user job")
        .hasMessageContaining("401")
        .extracting(e -> ((SchemaRegistryException) e).reason())
        .isEqualTo(SchemaRegistryException.Reason.UNAUTHORISED);
  }

  @Test
  void refused_schema_and_strange_answers_are_told_as_the_registry_told_them() {
    answers.put(
        "POST /subjects/test.content.events-value/versions",
        new Answer(409, "{\"message\":\"incompatible with version 3\"}"));
    answers.put("GET /schemas/ids/1", new Answer(200, "<html>"));
    assertThatThrownBy(() -> format().encoder(Topic.CONTENT_EVENTS, ContentEvent.class))
        .hasMessageContaining("409")
        .hasMessageContaining("incompatible with version 3")
        .hasMessageContaining("test.content.events-value");
    assertThatThrownBy(() -> registry(open()).schema(1)).hasMessageContaining("not with JSON");
  }

  @Test
  void unreachable_registry_is_no_fault_of_the_record() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RegistrySettings nobody =
        RegistrySettings.open(URI.create("http://127.0.0.1:" + port)).within(Duration.ofSeconds(5));
    var decoder =
        new ConfluentWireFormat(registry(nobody), "").decoder(Topic.LATE_EVENTS, LateEvent.class);
    assertThatThrownBy(() -> decoder.decode(framed(1)))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("Is it running");
  }

  @Test
  void settings_that_cannot_work_are_refused() {
    assertThatThrownBy(() -> RegistrySettings.open(URI.create("ftp://registry")))
        .hasMessageContaining("http://host");
    assertThatThrownBy(() -> RegistrySettings.open(URI.create("http://u:p@registry")))
        .hasMessageContaining("carries credentials")
        .hasMessageNotContaining("u:p");
    assertThatThrownBy(() -> open().within(Duration.ZERO)).hasMessageContaining("must be positive");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    asked.add(key + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    authorizations.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
    Answer answer = answers.getOrDefault(key, new Answer(404, ""));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void serveSchema(int id, Topic topic) {
    String json =
        SchemaVersion.portable(topic.schema())
            .toString()
            .replace("\\", "\\\\")
            .replace("\"", "\\\"");
    answers.put("GET /schemas/ids/" + id, new Answer(200, "{\"schema\":\"" + json + "\"}"));
  }

  private RegistrySettings open() {
    return RegistrySettings.open(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }

  private HttpSchemaRegistry registry(RegistrySettings settings) {
    return new HttpSchemaRegistry(settings, nanos::get);
  }

  private ConfluentWireFormat format() {
    return new ConfluentWireFormat(registry(open()), "test.");
  }

  private <T extends org.apache.avro.specific.SpecificRecord> byte[] encodeAs(
      Topic topic, Class<T> type, Object record) {
    return format().encoder(topic, type).encode(type.cast(record));
  }

  private static byte[] framed(int id) {
    return ByteBuffer.allocate(5).put((byte) 0).putInt(id).array();
  }

  private static DecodeException refusal(RecordDecoder<?> decoder, byte[] bytes) {
    DecodeException refused =
        catchThrowableOfType(DecodeException.class, () -> decoder.decode(bytes));
    assertThat(refused).isNotNull();
    return refused;
  }
}
