package io.earshot;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that keep the module in the shape it was designed in. */
class HouseRulesTest {

  private static final List<String> SUPPORT = List.of("media", "model", "stats", "time", "id");
  private static final List<String> STAGES =
      List.of(
          "intake",
          "scoring",
          "matching",
          "assessment",
          "risk",
          "policy",
          "enforcement",
          "statement");

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.earshot");

  @Test
  void supportPackagesKnowNeitherFlinkNorAnyStage() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(packages(SUPPORT))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(STAGES)));
  }

  @Test
  void onlyFunctionsKnowFlink() {
    check(
        noClasses()
            .that(describe("are no …Function", javaClass -> !isFunction(javaClass)))
            .and()
            .resideInAnyPackage(packages(STAGES))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink.."));
  }

  @Test
  void aStageUsesNothingOfALaterOne() {
    for (int i = 0; i < STAGES.size() - 1; i++) {
      check(
          noClasses()
              .that()
              .resideInAnyPackage(packages(STAGES.subList(i, i + 1)))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(packages(STAGES.subList(i + 1, STAGES.size()))));
    }
  }

  @Test
  void noStageKnowsKafkaOrHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.earshot.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.kafka..", "org.apache.flink.connector.kafka..", "java.net.http.."));
  }

  @Test
  void everyClassLivesInAPackageOfTheDesign() {
    check(
        classes()
            .that()
            .resideOutsideOfPackage("io.earshot.schemas..")
            .should()
            .resideInAnyPackage(
                Stream.of(packages(SUPPORT), packages(STAGES))
                    .flatMap(Arrays::stream)
                    .toArray(String[]::new)));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MODULE);
  }

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> "io.earshot." + name + "..").toArray(String[]::new);
  }

  private static boolean isFunction(JavaClass javaClass) {
    JavaClass outermost = javaClass;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost.getSimpleName().endsWith("Function");
  }
}
