package io.earshot.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.earshot.schemas.wire.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;

/**
 * A registry that speaks Confluent's REST API.
 *
 * <p>Ids never change their meaning, so what was found is kept. What was not found is kept for a
 * while too, or a flood of records with one bad id would become a flood of requests; only for a
 * while, because a replica of a registry may learn of an id late. Both caches are bounded, because
 * ids come from records.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
  /** How long an id that was not found is not asked for again, in nanoseconds. */
  static final long FORGET_MISSING_NANOS = 60_000_000_000L;

  /** Ids kept in each cache; the one unused longest goes first. */
  static final int CACHED_IDS = 1000;

  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final JsonMapper JSON = new JsonMapper();

  private record Absence(Missing missing, long since) {}

  private final RegistrySettings settings;
  private final String base;
  private final HttpClient client;
  private final LongSupplier nanoTime;
  private final Map<Integer, Found> found = new Recent<>();
  private final Map<Integer, Absence> absent = new Recent<>();

  public HttpSchemaRegistry(RegistrySettings settings) {
    this(settings, System::nanoTime);
  }

  HttpSchemaRegistry(RegistrySettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.base = settings.url().toString().replaceAll("/+$", "");
    this.client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
  }

  @Override
  public Lookup schema(int id) {
    synchronized (found) {
      Found known = found.get(id);
      if (known != null) {
        return known;
      }
      Absence absence = absent.get(id);
      if (absence != null && nanoTime.getAsLong() - absence.since() < FORGET_MISSING_NANOS) {
        return absence.missing();
      }
    }
    // Outside the lock: one slow answer must not hold up threads whose ids are known.
    Lookup answer = ask(id);
    synchronized (found) {
      if (answer instanceof Found schema) {
        found.put(id, schema);
        absent.remove(id);
      } else if (answer instanceof Missing missing) {
        absent.put(id, new Absence(missing, nanoTime.getAsLong()));
      }
    }
    return answer;
  }

  @Override
  public int register(String subject, Schema schema) {
    String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
    String body =
        JSON.createObjectNode()
            .put("schemaType", "AVRO")
            .put("schema", schema.toString())
            .toString();
    HttpRequest request =
        request(path)
            .header("Content-Type", MEDIA_TYPE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 200) {
      throw new SchemaRegistryException(
          Reason.REFUSED,
          describe(request, response)
              + ". Subject "
              + subject
              + " did not take the schema of this build: register it by hand, or set the subject's"
              + " compatibility to FULL_TRANSITIVE.");
    }
    JsonNode id = json(request, response).path("id");
    if (!id.isInt()) {
      throw new SchemaRegistryException(
          Reason.BAD_ANSWER, describe(request, response) + ": no integer \"id\" in the answer.");
    }
    return id.intValue();
  }

  private Lookup ask(int id) {
    HttpRequest request = request("/schemas/ids/" + id).GET().build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() == 404) {
      return new Missing("is not known to the schema registry at " + base);
    }
    if (response.statusCode() != 200) {
      throw new SchemaRegistryException(
          Reason.BAD_ANSWER, describe(request, response) + ". Is this a schema registry?");
    }
    JsonNode answer = json(request, response);
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return new Missing("names a schema of type " + type + ", not AVRO");
    }
    if (answer.path("references").size() > 0) {
      return new Missing("names a schema with references, which must be written out in one");
    }
    if (!answer.path("schema").isTextual()) {
      throw new SchemaRegistryException(
          Reason.BAD_ANSWER, describe(request, response) + ": no text \"schema\" in the answer.");
    }
    try {
      return new Found(SchemaParser.parseSingle(answer.path("schema").textValue()));
    } catch (SchemaParseException e) {
      return new Missing("names a schema that Avro does not take: " + e.getMessage());
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(settings.timeout())
            .header("Accept", MEDIA_TYPE + ", application/json");
    settings
        .credentials()
        .ifPresent(
            given -> {
              String pair = given.user() + ":" + given.password();
              request.header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            });
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    HttpResponse<String> response;
    try {
      response = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new SchemaRegistryException(
          Reason.UNREACHABLE,
          "Schema registry at "
              + base
              + " gave no answer within "
              + settings.timeout()
              + " ("
              + e
              + "). Is it running, and reachable from here?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaRegistryException(
          Reason.UNREACHABLE, "Interrupted while waiting for the schema registry at " + base, e);
    }
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      String who =
          settings
              .credentials()
              .map(given -> "user " + given.user())
              .orElse("a request without user and password");
      throw new SchemaRegistryException(
          Reason.UNAUTHORISED,
          describe(request, response) + ": it does not let " + who + " in. Check the credentials.");
    }
    return response;
  }

  private JsonNode json(HttpRequest request, HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new SchemaRegistryException(
          Reason.BAD_ANSWER, describe(request, response) + ", and not with JSON.", e);
    }
  }

  private static String describe(HttpRequest request, HttpResponse<String> response) {
    String body = response.body();
    return "Schema registry answered "
        + request.method()
        + " "
        + request.uri()
        + " with "
        + response.statusCode()
        + " "
        + (body.length() > 300 ? body.substring(0, 300) + "…" : body);
  }

  private static final class Recent<V> extends LinkedHashMap<Integer, V> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
      return size() > CACHED_IDS;
    }
  }
}
