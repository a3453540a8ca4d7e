package io.earshot.job.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.flink.api.common.JobID;

/**
 * What Flink says about a job's checkpoints.
 *
 * @param completed how many there were
 * @param stateBytes size of the state in the last one, whether it was written anew or shared
 * @param averageMillis how long one took on average, from trigger to completion
 */
record Checkpoints(long completed, long stateBytes, long averageMillis) {

  /**
   * Asks the cluster's REST API.
   *
   * @throws IllegalStateException if it does not answer
   */
  static Checkpoints of(URI dashboard, JobID job) {
    JsonNode json = ask(dashboard, job);
    return new Checkpoints(
        json.path("counts").path("completed").asLong(),
        json.path("latest").path("completed").path("state_size").asLong(),
        json.path("summary").path("end_to_end_duration").path("avg").asLong());
  }

  /** The last one that was completed. */
  static StateResult.Taken last(URI dashboard, JobID job) {
    JsonNode last = ask(dashboard, job).path("latest").path("completed");
    return new StateResult.Taken(
        last.path("state_size").asLong(),
        last.path("checkpointed_size").asLong(),
        last.path("end_to_end_duration").asLong());
  }

  private static JsonNode ask(URI dashboard, JobID job) {
    URI address = dashboard.resolve("/jobs/" + job + "/checkpoints");
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(address + " answers " + answer.statusCode());
      }
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(address + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted asking " + address, e);
    }
  }
}
