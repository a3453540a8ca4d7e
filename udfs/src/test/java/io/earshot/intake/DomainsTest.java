package io.earshot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainsTest {

  @ParameterizedTest
  @CsvSource({
    "https://www.Shop.co.uk/x,         shop.co.uk,      shop.co.uk",
    "http://a.b.shop.co.uk:8080/?q,    a.b.shop.co.uk,  shop.co.uk",
    "http://good.org@bad.com#f,        bad.com,         bad.com",
    "one.github.io,                    one.github.io,   one.github.io",
    "http://b\u00fccher.example,        b\u00fccher.example, xn--bcher-kva.example",
    "http://deep.pills.example,        deep.pills.example, pills.example",
    "http://10.0.0.1/x,                10.0.0.1,        10.0.0.1",
    "http://co.uk,                     co.uk,           co.uk"
  })
  void hosts_of_one_domain_belong_together(String link, String host, String domain) {
    assertThat(Domains.host(link)).isEqualTo(host);
    assertThat(Domains.registrable(host)).isEqualTo(domain);
  }
}
