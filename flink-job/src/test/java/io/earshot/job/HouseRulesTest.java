package io.earshot.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.earshot.job", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {

  @ArchTest
  static final ArchRule kafka_is_known_to_the_packages_that_talk_to_it_and_to_no_other_one =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.earshot.job.kafka..",
              "io.earshot.job.embedded..",
              "io.earshot.job.demo..",
              "io.earshot.job.bench..",
              "io.earshot.job.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "kafka..", "org.apache.flink.connector.kafka..");

  @ArchTest
  static final ArchRule graph_has_no_connector_in_it =
      noClasses()
          .that()
          .haveSimpleName("Topology")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink.connector..", "org.apache.kafka..", "io.earshot.job.kafka..");

  @ArchTest
  static final ArchRule wire_mapping_knows_records_and_no_transport =
      noClasses()
          .that()
          .resideInAPackage("io.earshot.job.wire..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector..");

  /** The job jar leaves these packages out, so nothing in it may need them. */
  @ArchTest
  static final ArchRule what_runs_on_one_machine_only_is_needed_by_nothing_else =
      classes()
          .that()
          .resideInAnyPackage(
              "io.earshot.job.cli..",
              "io.earshot.job.embedded..",
              "io.earshot.job.demo..",
              "io.earshot.job.bench..",
              "io.earshot.job.traffic..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(
              "io.earshot.job.cli..",
              "io.earshot.job.embedded..",
              "io.earshot.job.demo..",
              "io.earshot.job.bench..",
              "io.earshot.job.traffic..");
}
