package io.earshot.job.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.job.AllowedPrefixes;
import io.earshot.job.TinyPackages;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where versions come from. */
class PackageCatalogTest {

  @TempDir private Path folder;
  private Path models;
  private Path store;
  private Path cache;

  @BeforeEach
  void prepare() throws IOException {
    models = Files.createDirectory(folder.resolve("models"));
    store = Files.createDirectory(folder.resolve("store"));
    cache = folder.resolve("cache");
  }

  @Test
  void a_version_is_found_in_the_directory_whatever_its_folder_is_called() throws IOException {
    TinyPackages.copy(models.resolve("a"));
    TinyPackages.copy(models.resolve("b"), "2.0.0", "", "");
    Files.createDirectory(models.resolve("broken"));
    Files.writeString(models.resolve("broken").resolve("model.yaml"), "id: x");

    assertThat(catalog(Long.MAX_VALUE).find("tiny-text", "2.0.0", "").directory())
        .isEqualTo(models.resolve("b"));
    assertThatThrownBy(() -> catalog(Long.MAX_VALUE).find("tiny-text", "3.0.0", ""))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContainingAll(
            "no package tiny-text@3.0.0", "tiny-text@0.0.1, tiny-text@2.0.0, broken (broken)");
  }

  @Test
  void a_package_elsewhere_is_fetched_once_and_kept_by_its_digest() throws IOException {
    Path there = TinyPackages.copy(store.resolve("there"), "2.0.0", "", "");

    ModelPackage first = catalog(Long.MAX_VALUE).find("tiny-text", "2.0.0", uri("there"));
    Files.delete(there.resolve("model.onnx"));
    ModelPackage again = catalog(Long.MAX_VALUE).find("tiny-text", "2.0.0", uri("there"));

    assertThat(first.directory()).isEqualTo(cache.resolve(first.digest()));
    assertThat(again).isEqualTo(first);
    assertThat(list(cache)).containsExactly(first.digest());
  }

  @Test
  void a_package_that_took_the_place_of_another_is_fetched_anew() throws IOException {
    TinyPackages.copy(store.resolve("there"), "2.0.0", "", "");
    ModelPackage first = catalog(Long.MAX_VALUE).at(uri("there"));
    Path manifest = store.resolve("there").resolve("model.yaml");
    Files.writeString(manifest, Files.readString(manifest).replace("2.0.0", "2.0.1"));

    ModelPackage second = catalog(Long.MAX_VALUE).at(uri("there"));

    assertThat(second.manifest().version()).isEqualTo("2.0.1");
    assertThat(list(cache)).containsExactlyInAnyOrder(first.digest(), second.digest());
  }

  @Test
  void a_package_that_is_not_what_it_says_leaves_nothing_behind() throws IOException {
    Path there = TinyPackages.copy(store.resolve("there"));
    Files.writeString(there.resolve("vocab.txt"), "other words");

    assertThatThrownBy(() -> catalog(Long.MAX_VALUE).at(uri("there")))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("vocabularySha256");
    assertThat(list(cache)).isEmpty();
  }

  @Test
  void a_package_larger_than_allowed_is_not_fetched() throws IOException {
    TinyPackages.copy(store.resolve("there"));

    assertThatThrownBy(() -> catalog(1_000).at(uri("there")))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContainingAll("more than 1000 bytes", "scoring.packages.max-bytes");
    assertThat(list(cache)).isEmpty();
  }

  @Test
  void what_is_fetched_lies_in_the_folder() throws IOException {
    TinyPackages.copy(store.resolve("there"), "2.0.0", "vocabulary: vocab.txt", "vocabulary: ../v");

    assertThatThrownBy(() -> catalog(Long.MAX_VALUE).at(uri("there")))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("../v");
  }

  @Test
  void an_address_outside_is_refused_and_one_without_a_package_is_named() {
    for (String outside :
        List.of("file:/elsewhere/", uri("a") + "/../../b", uri("%2e%2e/b"), "s3://bucket/x")) {
      assertThatThrownBy(() -> catalog(Long.MAX_VALUE).at(outside))
          .isInstanceOf(ModelPackageException.class)
          .hasMessageContaining("scoring.packages.allowed-prefixes");
    }
    assertThatThrownBy(() -> catalog(Long.MAX_VALUE).at(uri("nothing")))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContainingAll("nothing/model.yaml", "does not exist");
  }

  @Test
  void a_package_of_another_version_than_asked_for_is_refused() throws IOException {
    TinyPackages.copy(store.resolve("there"), "2.0.0", "", "");

    assertThatThrownBy(() -> catalog(Long.MAX_VALUE).find("tiny-text", "3.0.0", uri("there")))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContainingAll("is tiny-text@2.0.0", "tiny-text@3.0.0 is asked for");
  }

  private PackageCatalog catalog(long maxBytes) {
    return new PackageCatalog(
        models.toString(),
        new PackageAccess(
            new AllowedPrefixes(
                "scoring.packages.allowed-prefixes", List.of(store.toUri().toString())),
            maxBytes,
            cache.toString()));
  }

  private String uri(String name) {
    return store.toUri() + name;
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
