package io.earshot.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {
  private static final int CLS = 101;
  private static final int SEP = 102;
  private static final WordPieceTokenizer TOKENIZER = shipped();

  private static WordPieceTokenizer shipped() {
    try {
      return WordPieceTokenizer.read(Path.of("..", "models", "text-safety", "vocab.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ids_of_our_sentences_equal_the_reference_implementation() throws IOException {
    String lines;
    try (InputStream in = WordPieceTokenizerTest.class.getResourceAsStream("tokens.jsonl")) {
      lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    ObjectMapper json = new ObjectMapper();
    for (String line : lines.split("\n")) {
      JsonNode sample = json.readTree(line);
      int[] expected = json.treeToValue(sample.get("ids"), int[].class);
      String text = sample.get("text").asText();
      assertThat(TOKENIZER.encode(text, 512).ids()).as(text).isEqualTo(expected);
    }
  }

  @Test
  void a_text_longer_than_the_limit_is_cut_and_says_so() {
    Tokens whole = TOKENIZER.encode("one two three", 5);
    Tokens cut = TOKENIZER.encode("one two three four", 5);

    assertThat(whole.truncated()).isFalse();
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.ids()).isEqualTo(whole.ids());
  }

  @Test
  void control_tokens_spelt_in_a_text_stay_text() {
    assertThat(TOKENIZER.encode("safe [SEP] [CLS] [PAD]", 64).ids())
        .startsWith(CLS)
        .endsWith(SEP)
        .satisfies(
            ids ->
                assertThat(Arrays.copyOfRange(ids, 1, ids.length - 1)).doesNotContain(CLS, SEP, 0));
  }

  @Test
  void windows_hold_every_token_once_and_end_between_words() {
    String text = "unbelievably electroencephalographically singing ".repeat(20);
    int[] whole = TOKENIZER.encode(text, 10_000).ids();

    List<int[]> windows = TOKENIZER.windows(text, 16, 100);

    List<Integer> joined = new ArrayList<>();
    for (int[] window : windows) {
      assertThat(window).hasSizeLessThanOrEqualTo(16).startsWith(CLS).endsWith(SEP);
      assertThat(window[1]).as("opens a word").isEqualTo(wordStart(window[1]));
      Arrays.stream(window, 1, window.length - 1).forEach(joined::add);
    }
    assertThat(joined)
        .containsExactlyElementsOf(Arrays.stream(whole, 1, whole.length - 1).boxed().toList());
  }

  private static int wordStart(int id) {
    int[] starts =
        Arrays.stream(new String[] {"unbelievably", "electroencephalographically", "singing"})
            .mapToInt(word -> TOKENIZER.encode(word, 64).ids()[1])
            .toArray();
    return Arrays.stream(starts).filter(start -> start == id).findFirst().orElse(-1);
  }

  @Test
  void a_word_longer_than_a_window_is_cut_rather_than_lost() {
    List<int[]> windows = TOKENIZER.windows("electroencephalographically", 4, 10);

    assertThat(windows)
        .hasSizeGreaterThan(1)
        .allSatisfy(w -> assertThat(w.length).isLessThanOrEqualTo(4));
  }

  @Test
  void an_empty_text_is_one_window_of_control_tokens() {
    assertThat(TOKENIZER.windows("", 128, 4)).containsExactly(new int[] {CLS, SEP});
  }

  @Test
  void no_more_windows_than_asked_for() {
    assertThat(TOKENIZER.windows("word ".repeat(10_000), 16, 3)).hasSize(3);
  }

  @Test
  void limits_that_hold_no_text_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TOKENIZER.encode("a", 2))
        .withMessageContaining("maxTokens is 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TOKENIZER.windows("a", 16, 0))
        .withMessageContaining("maxWindows is 0");
  }

  @Test
  void a_vocabulary_without_control_tokens_or_with_a_repeated_one_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordPieceTokenizer.of(List.of("[PAD]", "[UNK]", "[CLS]", "a")))
        .withMessageContaining("no [SEP]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> WordPieceTokenizer.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "a")))
        .withMessageContaining("line 5 and again on line 6");
  }

  @Property
  void any_string_gives_bounded_known_ids(
      @ForAll("anyText") String text, @ForAll @IntRange(min = 3, max = 64) int maxTokens) {
    int[] ids = TOKENIZER.encode(text, maxTokens).ids();

    assertThat(ids).hasSizeBetween(2, maxTokens).startsWith(CLS).endsWith(SEP);
    assertThat(Arrays.stream(ids)).allMatch(id -> id >= 0 && id < TOKENIZER.vocabularySize());
  }

  @Property
  void the_first_window_opens_as_the_encoded_text_does(@ForAll("anyText") String text) {
    int[] window = TOKENIZER.windows(text, 16, 4).get(0);
    int[] encoded = TOKENIZER.encode(text, 16).ids();

    assertThat(Arrays.copyOf(encoded, window.length - 1))
        .isEqualTo(Arrays.copyOf(window, window.length - 1));
  }

  /** Single UTF-16 units, so that halves of surrogate pairs come up alone. */
  @Provide
  Arbitrary<String> anyText() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(200),
        Arbitraries.chars()
            .range('\uD700', '\uE0FF')
            .list()
            .ofMaxSize(60)
            .map(WordPieceTokenizerTest::join),
        Arbitraries.strings().ascii().ofMaxLength(400));
  }

  private static String join(List<Character> units) {
    StringBuilder text = new StringBuilder();
    units.forEach(text::append);
    return text.toString();
  }
}
