package io.earshot.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Chromium without a window, asked by its DevTools protocol: what a page holds once its scripts
 * have run, and what it looks like. The protocol is JSON over a web socket, which Java has; drivers
 * and their libraries would be more to keep in step with the browser than what is asked here.
 */
final class Browser implements AutoCloseable {

  /** For the browser to start, and for an answer. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> asked;
  private final AtomicInteger last = new AtomicInteger();

  private Browser(
      Process process, WebSocket socket, Map<Integer, CompletableFuture<JsonNode>> asked) {
    this.process = process;
    this.socket = socket;
    this.asked = asked;
  }

  /**
   * Opens a page.
   *
   * @param command of Chromium, such as {@code chromium}
   * @param folder an empty one, for its profile and its log
   */
  static Browser open(String command, Path folder, URI page) throws Exception {
    Process process =
        new ProcessBuilder(
                command,
                "--headless",
                // Root has no sandbox, and the page is ours.
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--window-size=1600,1000",
                "--user-data-dir=" + folder,
                page.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    try {
      HttpClient http = HttpClient.newHttpClient();
      Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
      WebSocket socket =
          http.newWebSocketBuilder()
              .buildAsync(socket(http, process, folder), new Answers(asked))
              .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new Browser(process, socket, asked);
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The page's own socket, as the browser lists it where it says in a file that it listens. */
  private static URI socket(HttpClient http, Process process, Path folder)
      throws IOException, InterruptedException {
    Path listens = folder.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (Files.exists(listens) && !Files.readAllLines(listens).isEmpty()) {
        URI list =
            URI.create("http://127.0.0.1:" + Files.readAllLines(listens).get(0) + "/json/list");
        for (JsonNode target :
            JSON.readTree(
                http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body())) {
          if (target.get("type").asText().equals("page")) {
            return URI.create(target.get("webSocketDebuggerUrl").asText());
          }
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError(
        "the browser shows no page; it says: " + Files.readString(folder.resolve("browser.log")));
  }

  /** The value of an expression in the page, as JSON. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.at("/result/value");
  }

  /** Makes the window so many pixels large. */
  void resize(int width, int height) throws Exception {
    ask(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /** What the window shows, as PNG. */
  byte[] screenshot() throws Exception {
    return Base64.getDecoder()
        .decode(
            ask("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"))
                .get("data")
                .asText());
  }

  private JsonNode ask(String method, ObjectNode parameters) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode question = JSON.createObjectNode().put("id", id).put("method", method);
    question.set("params", parameters);
    socket.sendText(question.toString(), true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    JsonNode said = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (said.has("error")) {
      throw new AssertionError(method + ": " + said.get("error"));
    }
    return said.get("result");
  }

  @Override
  public void close() {
    List<ProcessHandle> children = new ArrayList<>(process.descendants().toList());
    process.destroy();
    process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Gives each answer to who asked; it comes in parts. */
  private static final class Answers implements WebSocket.Listener {
    private final Map<Integer, CompletableFuture<JsonNode>> asked;
    private final StringBuilder parts = new StringBuilder();

    Answers(Map<Integer, CompletableFuture<JsonNode>> asked) {
      this.asked = asked;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
      parts.append(text);
      if (whole) {
        String answer = parts.toString();
        parts.setLength(0);
        try {
          JsonNode read = JSON.readTree(answer);
          // Events have no id, and nobody asked for them.
          CompletableFuture<JsonNode> waiting = asked.remove(read.path("id").asInt());
          if (waiting != null) {
            waiting.complete(read);
          }
        } catch (IOException e) {
          asked.values().forEach(waiting -> waiting.completeExceptionally(e));
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      asked.values().forEach(waiting -> waiting.completeExceptionally(error));
    }
  }
}
