package io.earshot.statement;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what looks like personal data in a text that is to be published (article 24(5): the
 * information submitted contains none).
 *
 * <p>It would rather refuse too much than too little: a text that it refuses can be worded
 * otherwise, and what is in the database cannot be taken back. So any seven digits that are no
 * date, no version by date and no number of an act are a telephone number to it, and any four small
 * numbers with dots between them are an address, be they a version.
 *
 * <p>It works on one reading of the text: compatibility forms folded (full-width letters and signs)
 * and invisible characters dropped, so that neither hides anything. A pattern is tried only on a
 * text that has the sign which it needs, since every statement of the job comes through here and
 * nearly none has any.
 *
 * <p>It knows no names. A name can come in only by what a person writes (the legal reference, the
 * organisation of a trusted flagger), since all other texts are {@link Wording}'s.
 */
final class PersonalDataLint {

  /** What was found. */
  enum Kind {
    EMAIL("an e-mail address"),
    PROFILE_URL("a URL with a user name"),
    HANDLE("a handle"),
    IP_ADDRESS("an IP address"),
    NUMBER("a telephone or account number"),
    IDENTIFIER("an id of a person or an account");

    private final String wording;

    Kind(String wording) {
      this.wording = wording;
    }

    /** What it is, with its article. */
    String wording() {
      return wording;
    }
  }

  /**
   * A place that looks like personal data.
   *
   * @param kind what it looks like
   * @param text the place
   */
  record Hit(Kind kind, String text) {}

  /** A shorter id could be any word or number of the text. */
  private static final int SHORTEST_ID = 4;

  private static final int FEWEST_DIGITS = 7;

  /** What may stand between the digits of a telephone number, and how much of it. */
  private static final String BETWEEN = " \u00A0./()-";

  private static final int MOST_BETWEEN = 3;

  private static final int IPV6_COLONS = 7;

  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*");

  /** An address as people write it for people: jane (at) example. */
  private static final Pattern SPELLED_EMAIL =
      Pattern.compile(
          "[\\[({](?<=[\\p{L}\\p{N}]\\s{0,3}.)\\s{0,3}(?i:at|@)\\s{0,3}[\\])}]\\s{0,3}[\\p{L}\\p{N}]");

  private static final Pattern HANDLE =
      Pattern.compile("(?<![\\p{L}\\p{N}._%+@/-])@[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");

  private static final Pattern USER_INFO = Pattern.compile("://[^/\\s@]{1,200}@\\S{1,200}");

  private static final Pattern USER_PATH =
      Pattern.compile(
          "(?i)/(?:@|~|(?:u|user|users|profile|profiles|member|members|people|artist|creator)/)"
              + "[^/\\s\"'<>]{1,200}");

  private static final Pattern SOCIAL =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}-])(?:twitter\\.com|x\\.com|instagram\\.com|facebook\\.com|fb\\.com"
              + "|fb\\.me|tiktok\\.com|threads\\.net|t\\.me|soundcloud\\.com|mixcloud\\.com"
              + "|patreon\\.com|twitch\\.tv|vk\\.com|linkedin\\.com/in|youtube\\.com/(?:c|channel)"
              + "|bsky\\.app/profile|github\\.com)/[^/\\s\"'<>]{1,200}");

  private static final Pattern IPV4 =
      Pattern.compile(
          "[0-9](?<![\\p{L}\\p{N}.].)[0-9]{0,2}(?:\\.[0-9]{1,3}){3}(?![\\p{L}\\p{N}]|\\.[0-9])");

  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}:.])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
              + "|(?=[0-9A-Fa-f:]*[0-9A-Fa-f])(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::"
              + "(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?)(?![\\p{L}\\p{N}:])");

  /**
   * Numbers that name no person: dates and versions by date (2026-03-01, 2026.11.1, 1.3.2026),
   * spans of years, acts of the Union (2022/2065, 2000/31/EC, 726/2004).
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}+])(?<![0-9][ ./()-])"
              + "(?:(?:19|20)[0-9]{2}[.-][0-9]{1,2}[.-][0-9]{1,2}"
              + "|[0-9]{1,2}[.][0-9]{1,2}[.](?:19|20)[0-9]{2}"
              + "|(?:19|20)[0-9]{2} ?[-–] ?(?:19|20)[0-9]{2}"
              + "|(?:19|20)[0-9]{2}/[0-9]{1,4}(?:/[A-Z]{2,4})?"
              + "|[0-9]{1,4}/(?:19|20)[0-9]{2})"
              + "(?![\\p{L}\\p{N}])(?![ ./()-][0-9])");

  private static final Pattern DIGITS =
      Pattern.compile("(?<![\\p{L}\\p{N}])\\+?\\(?[0-9](?:[ \\u00A0./()-]{0,3}[0-9])*+");

  private static final Pattern UUID =
      Pattern.compile("(?i)(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])");

  /** From the sign between the noun and the id on, which is rarer than a letter to begin with. */
  private static final Pattern NAMED_ID =
      Pattern.compile(
          "[-_:#](?<=(?<![\\p{L}\\p{N}])(?i:creator|account|user|reporter|listener|artist|profile).)"
              + "(?=[\\p{L}_-]{0,60}[0-9])[\\p{L}\\p{N}_-]+");

  private PersonalDataLint() {}

  /**
   * What looks like personal data in a text.
   *
   * @param pseudonyms ids of the persons of the case
   */
  static List<Hit> hits(String text, Collection<String> pseudonyms) {
    String read = reading(text);
    List<Hit> hits = new ArrayList<>();
    mail(read, hits);
    if (read.indexOf('@') >= 0) {
      find(HANDLE, Kind.HANDLE, read, hits);
    }
    urls(read, hits);
    addresses(read, hits);
    if (read.indexOf('-') >= 0) {
      find(UUID, Kind.IDENTIFIER, read, hits);
    }
    find(NAMED_ID, Kind.IDENTIFIER, read, hits);
    if (hasLongNumber(read)) {
      numbers(HARMLESS.matcher(read).replaceAll("#"), hits);
    }
    ids(read, pseudonyms, hits);
    return hits;
  }

  /**
   * What looks like personal data in a URL: the numbers and ids that paths are made of do not.
   *
   * @param pseudonyms ids of the persons of the case
   */
  static List<Hit> hitsInUrl(String url, Collection<String> pseudonyms) {
    String read = reading(url);
    List<Hit> hits = new ArrayList<>();
    mail(read, hits);
    urls(read, hits);
    ids(read, pseudonyms, hits);
    return hits;
  }

  private static String reading(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7E) {
        return INVISIBLE.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
      }
    }
    return text;
  }

  private static void mail(String text, List<Hit> hits) {
    if (text.indexOf('@') >= 0) {
      find(EMAIL, Kind.EMAIL, text, hits);
    }
    find(SPELLED_EMAIL, Kind.EMAIL, text, hits);
  }

  private static void find(Pattern pattern, Kind kind, String text, List<Hit> hits) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      hits.add(new Hit(kind, matcher.group()));
    }
  }

  private static void urls(String text, List<Hit> hits) {
    if (text.indexOf('/') < 0) {
      return;
    }
    find(USER_INFO, Kind.PROFILE_URL, text, hits);
    find(USER_PATH, Kind.PROFILE_URL, text, hits);
    find(SOCIAL, Kind.PROFILE_URL, text, hits);
  }

  private static void addresses(String text, List<Hit> hits) {
    Matcher matcher = IPV4.matcher(text);
    while (matcher.find()) {
      boolean octets = true;
      for (String octet : matcher.group().split("\\.")) {
        octets &= Integer.parseInt(octet) <= 255;
      }
      if (octets) {
        hits.add(new Hit(Kind.IP_ADDRESS, matcher.group()));
      }
    }
    if (text.contains("::") || text.chars().filter(c -> c == ':').count() >= IPV6_COLONS) {
      find(IPV6, Kind.IP_ADDRESS, text, hits);
    }
  }

  /** Whether there are so many digits with no more between them than {@link #DIGITS} allows. */
  private static boolean hasLongNumber(String text) {
    int digits = 0;
    int gap = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
        gap = 0;
        if (digits == FEWEST_DIGITS) {
          return true;
        }
      } else if (++gap > MOST_BETWEEN || BETWEEN.indexOf(c) < 0) {
        digits = 0;
      }
    }
    return false;
  }

  private static void numbers(String text, List<Hit> hits) {
    Matcher matcher = DIGITS.matcher(text);
    while (matcher.find()) {
      long digits = matcher.group().chars().filter(c -> c >= '0' && c <= '9').count();
      if (digits >= FEWEST_DIGITS) {
        hits.add(new Hit(Kind.NUMBER, matcher.group()));
      }
    }
  }

  private static void ids(String text, Collection<String> pseudonyms, List<Hit> hits) {
    String folded = text.toLowerCase(Locale.ROOT);
    for (String pseudonym : pseudonyms) {
      String id = reading(pseudonym).toLowerCase(Locale.ROOT);
      // An id that is a number can be that of an act of the Union as well.
      if (id.length() >= SHORTEST_ID
          && hasWord(folded, id)
          && hasWord(HARMLESS.matcher(folded).replaceAll("#"), id)) {
        hits.add(new Hit(Kind.IDENTIFIER, pseudonym));
      }
    }
  }

  private static boolean hasWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at)))
          && (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
