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
 * Writes the token ids of texts with the classes that the stream runs, so that training sees exactly what serving sees.
 *
 * <p>In: one text a line, its UTF-8 in Base64. Out: its token ids, separated by spaces. Arguments: the vocabulary, the greatest
 * number of tokens, and {@code raw} to leave the normaliser out (for comparing tokenizers).
 */
public final class TokenDump {
  private TokenDump() {}

  public static void main(String[] args) throws IOException {
    WordPieceTokenizer tokenizer = WordPieceTokenizer.read(Path.of(args[0]));
    int maxTokens = Integer.parseInt(args[1]);
    boolean raw = args.length > 2 && args[2].equals("raw");
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String text = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
      int[] ids = tokenizer.encode(raw ? text : TextNormaliser.normalise(text), maxTokens).ids();
      out.print(Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" ")) + "\n");
    }
    out.flush();
  }
}
