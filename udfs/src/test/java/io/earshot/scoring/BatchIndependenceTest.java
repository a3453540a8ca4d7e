package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.MediaFormat;
import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioFrontEnd;
import io.earshot.media.audio.AudioLimits;
import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.model.Device;
import io.earshot.model.ModelManifest.MediaSample;
import io.earshot.model.ModelManifest.Pixels;
import io.earshot.model.ModelManifest.Sound;
import io.earshot.model.ModelPackage;
import io.earshot.model.SessionConfig;
import io.earshot.model.ShippedModels;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** A row's scores are the same to three decimals alone and in any batch, for every model. */
class BatchIndependenceTest {

  private static final int ROWS = 8;
  private static final int REAL_WINDOWS = 4;

  private static @Nullable Alone<?> model;

  @Property(tries = 5, seed = "11")
  void pictures(
      @ForAll @Size(min = 2, max = 8) @UniqueElements List<@IntRange(max = ROWS - 1) Integer> batch)
      throws Exception {
    inABatch("image-safety", batch);
  }

  @Property(tries = 20, seed = "12")
  void sounds(
      @ForAll @Size(min = 2, max = 8) @UniqueElements List<@IntRange(max = ROWS - 1) Integer> batch)
      throws Exception {
    inABatch("audio-events", batch);
  }

  @Property(tries = 3, seed = "13")
  void speech(
      @ForAll @Size(min = 2, max = 4) @UniqueElements List<@IntRange(max = ROWS - 1) Integer> batch)
      throws Exception {
    inABatch("speech-gate", batch);
  }

  @Property(tries = 10, seed = "14")
  void textsOfTheEncoder(
      @ForAll @Size(min = 2, max = 8) @UniqueElements List<@IntRange(max = ROWS - 1) Integer> batch)
      throws Exception {
    inABatch("text-safety", batch);
  }

  @Property(tries = 20, seed = "15")
  void textsOfTheNgrams(
      @ForAll @Size(min = 2, max = 8) @UniqueElements List<@IntRange(max = ROWS - 1) Integer> batch)
      throws Exception {
    inABatch("text-ngram", batch);
  }

  @AfterContainer
  static void closeTheLast() {
    Alone<?> open = model;
    if (open != null) {
      open.service().close();
      model = null;
    }
  }

  private static void inABatch(String name, List<Integer> batch) throws Exception {
    Alone<?> open = model;
    if (open == null || !open.service().manifest().id().equals(name)) {
      closeTheLast();
      open = open(name);
      model = open;
    }
    open.check(batch);
  }

  /** A model, rows for it, and what it says of each of them when it is alone. */
  private record Alone<R>(InferenceService<R> service, List<R> rows, List<float[]> scores) {

    static <R> Alone<R> of(InferenceService<R> service, List<R> rows) throws Exception {
      List<float[]> scores = new ArrayList<>();
      for (R row : rows) {
        scores.addAll(score(service, List.of(row)));
      }
      // Rows that all score the same would hide one that takes another's scores.
      assertThat(scores.stream().map(Arrays::toString).distinct()).hasSizeGreaterThan(ROWS / 2);
      return new Alone<>(service, rows, scores);
    }

    void check(List<Integer> batch) throws Exception {
      long before = service.metrics().batches();
      List<float[]> together = score(service, batch.stream().map(rows::get).toList());

      // Of texts, rows of other buckets run apart.
      assertThat(service.metrics().batches() - before)
          .isLessThan(batch.size() + (service instanceof TextInference ? 1 : 0));
      for (int i = 0; i < batch.size(); i++) {
        float[] expected = scores.get(batch.get(i));
        float[] actual = together.get(i);
        assertThat(actual).hasSameSizeAs(expected);
        for (int column = 0; column < expected.length; column++) {
          assertThat(actual[column])
              .as("row %d of %s, column %d", batch.get(i), batch, column)
              .isCloseTo(expected[column], within(0.0005f));
        }
      }
    }

    private static <R> List<float[]> score(InferenceService<R> service, List<R> rows)
        throws Exception {
      Answer answer = service.submit(rows, 0, TimeUnit.MINUTES.toNanos(2)).get(3, TimeUnit.MINUTES);
      assertThat(answer.unscored()).isNull();
      return answer.rows();
    }
  }

  private static Alone<?> open(String name) throws Exception {
    Path directory = ShippedModels.directory(name);
    ModelPackage loaded = ModelPackage.load(directory);
    // No cache, or a row in a batch would get the answer that it got alone.
    BatcherConfig limits =
        new BatcherConfig(
            64,
            Duration.ZERO,
            Duration.ofMinutes(1),
            0,
            0,
            1_000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
    InferenceConfig config =
        new InferenceConfig(directory.toString(), SessionConfig.of(Device.CPU, 1), limits);
    InferenceService<?> service = InferenceService.open(loaded, config);
    return service instanceof TextInference texts
        ? Alone.of(texts, texts(texts))
        : Alone.of((TensorInference) service, media(loaded));
  }

  private static List<int[]> texts(TextInference model) {
    return List.of(
            "Morning coffee",
            "you are a stupid idiot",
            "Shut up you stupid idiot, nobody wants to hear your voice",
            "win free money now, click the link in my profile, only today",
            "I will find you and break your legs",
            "A quiet hour of piano for those who cannot sleep, recorded in one take at night. "
                .repeat(3),
            "The history of bridges: how they were built, and why some of them fell down. "
                .repeat(6),
            "ok")
        .stream()
        .map(text -> model.encoder().windows(text, 1).get(0))
        .toList();
  }

  /** Rows of the self test's medium, and noise of other loudness each. */
  private static List<float[]> media(ModelPackage model) throws Exception {
    Path file = model.directory().resolve(((MediaSample) model.manifest().selfTest()).media());
    byte[] bytes = Files.readAllBytes(file);
    String type =
        MediaFormat.sniff(Arrays.copyOf(bytes, MediaFormat.SNIFF_BYTES)).orElseThrow().mediaType();
    List<float[]> rows = new ArrayList<>();
    if (model.manifest().preprocessing() instanceof Pixels pixels) {
      rows.add(pixels.tensor().of(new ImageDecoder(ImageLimits.DEFAULT).decode(bytes, type)));
    } else {
      Sound sound = (Sound) model.manifest().preprocessing();
      long unused =
          AudioFrontEnd.feed(
              new AudioDecoder(AudioLimits.DEFAULT).open(new ByteArrayInputStream(bytes), type),
              List.of(
                  sound
                      .input()
                      .open(
                          window -> {
                            if (rows.size() < REAL_WINDOWS) {
                              rows.add(window.values());
                            }
                          })));
    }
    Random random = new Random(7);
    int length = rows.get(0).length;
    while (rows.size() < ROWS) {
      float loudness = rows.size() / (float) ROWS;
      float[] noise = new float[length];
      for (int i = 0; i < length; i++) {
        noise[i] = random.nextFloat() * loudness;
      }
      rows.add(noise);
    }
    return rows;
  }
}
