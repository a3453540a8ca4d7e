package io.earshot.intake;

import com.google.common.net.InternetDomainName;
import java.net.IDN;
import java.util.Locale;

/**
 * Which hosts belong together: those of one registrable domain, by the list of public suffixes
 * (publicsuffix.org, in Guava's version), whose private part is a suffix too. So two sites of one
 * hosting platform are two domains.
 */
public final class Domains {

  private Domains() {}

  /** The host that a link leads to, in lower case and without {@code www.}; empty without one. */
  static String host(String link) {
    int scheme = link.indexOf("://");
    int from = scheme < 0 ? 0 : scheme + 3;
    int to = from;
    while (to < link.length() && "/?#".indexOf(link.charAt(to)) < 0) {
      to++;
    }
    String authority = link.substring(from, to);
    // Who logs in is before the last @, the port behind the first colon after that.
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int port = host.indexOf(':');
    host = (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
    return host.startsWith("www.") ? host.substring(4) : host;
  }

  /**
   * The registrable domain of a host, in letters of ASCII: of {@code a.shop.co.uk} {@code
   * shop.co.uk}. Of a suffix that nobody has listed the last two names; of what is no name of a
   * domain, such as an address, the host itself.
   */
  public static String registrable(String host) {
    String ascii;
    InternetDomainName name;
    try {
      ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      name = InternetDomainName.from(ascii);
    } catch (IllegalArgumentException e) {
      return host;
    }
    if (name.isUnderPublicSuffix()) {
      return name.topPrivateDomain().toString();
    }
    int names = name.parts().size();
    return name.isPublicSuffix() || names <= 2
        ? name.toString()
        : String.join(".", name.parts().subList(names - 2, names));
  }

  /**
   * Whether a domain is a public suffix, below which anybody may have a domain.
   *
   * @param domain of {@link #registrable}
   */
  public static boolean isShared(String domain) {
    return InternetDomainName.isValid(domain) && InternetDomainName.from(domain).isPublicSuffix();
  }
}
