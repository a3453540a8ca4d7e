import io.earshot.media.TextNormaliser;
import io.earshot.media.WordPieceTokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * Writes the token ids of texts with the classes that the stream runs, so that training sees exactly what serving sees: the rows
 * of the text as written, a tab, and the rows of the text as normalised. Rows are separated by commas, ids by spaces.
 *
 * <p>In: one text a line, its UTF-8 in Base64. Arguments: the vocabulary, the greatest number of tokens of a row, and the
 * greatest number of rows.
 */
public final class TokenDump {
  private TokenDump() {}

  public static void main(String[] args) throws IOException {
    WordPieceTokenizer tokenizer = WordPieceTokenizer.read(Path.of(args[0]));
    int maxTokens = Integer.parseInt(args[1]);
    int maxWindows = Integer.parseInt(args[2]);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String text = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
      String written = rows(tokenizer, text, maxTokens, maxWindows);
      String normalised = rows(tokenizer, TextNormaliser.normalise(text), maxTokens, maxWindows);
      out.print(written + "\t" + normalised + "\n");
    }
    out.flush();
  }

  private static String rows(WordPieceTokenizer tokenizer, String text, int maxTokens, int maxWindows) {
    return tokenizer.windows(text, maxTokens, maxWindows).stream()
        .map(ids -> Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(","));
  }
}
