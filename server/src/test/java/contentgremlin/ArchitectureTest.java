package contentgremlin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/// The arrows of the house: app → http, cli → engine → core ← sql, disk, process, image, probe,
/// net.
@AnalyzeClasses(packages = "contentgremlin", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /// A build that lost half of its classes must not pass.
  private static final int CLASSES_MIN = 250;

  /// The nouns and decisions. They may know one another.
  private static final String[] CORE = {
    "contentgremlin.item..",
    "contentgremlin.account..",
    "contentgremlin.vault..",
    "contentgremlin.job..",
    "contentgremlin.event..",
    "contentgremlin.store..",
    "contentgremlin.transcode..",
    "contentgremlin.upgrade..",
    "contentgremlin.library..",
    "contentgremlin.name..",
    "contentgremlin.shelf..",
    "contentgremlin.enrich..",
    "contentgremlin.machine..",
    "contentgremlin.install..",
    "contentgremlin.worker..",
    "contentgremlin.community..",
    "contentgremlin.arrival..",
    "contentgremlin.extend.."
  };

  /// What extensions compile against: a module of its own.
  private static final String EXTENSION_API = "contentgremlin.extension..";

  /// What implements the core's ports.
  private static final String[] DRIVEN = {
    "contentgremlin.sql..",
    "contentgremlin.disk..",
    "contentgremlin.process..",
    "contentgremlin.image..",
    "contentgremlin.probe..",
    "contentgremlin.companion..",
    "contentgremlin.net..",
    "contentgremlin.grab..",
    "contentgremlin.jar..",
    "contentgremlin.watch..",
    "contentgremlin.monitor.."
  };

  /// The recursive monitor of directory trees: what it finds, how it looks, how it watches.
  private static final String[] MONITOR = {
    "contentgremlin.library..", "contentgremlin.watch..", "contentgremlin.monitor.."
  };

  /// What calls the engine.
  private static final String[] DRIVING = {"contentgremlin.http..", "contentgremlin.cli.."};

  private static final String ENGINE = "contentgremlin.engine..";
  private static final String APP = "contentgremlin.app..";

  /// Generated from the templates; only pages show them.
  private static final String PAGES = "contentgremlin.pages..";

  private static final DescribedPredicate<JavaClass> IO =
      resideInAnyPackage(
              "java.io..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.net..",
              "java.sql..",
              "javax.sql..",
              "java.util.concurrent..",
              "java.util.logging..",
              "org.slf4j..")
          .or(
              belongToAnyOf(
                  Process.class,
                  ProcessBuilder.class,
                  ProcessHandle.class,
                  Thread.class,
                  System.class))
          .and(
              not(
                  belongToAnyOf(
                      Path.class,
                      InputStream.class,
                      OutputStream.class,
                      IOException.class,
                      UncheckedIOException.class,
                      URI.class)))
          .as(
              "do I/O or start threads (a port may name a path, an address, a stream or an I/O"
                  + " error)");

  @ArchTest
  static final ArchRule the_core_depends_on_the_core_alone =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE)
                  .or(resideInAnyPackage(EXTENSION_API, "java..", "org.jspecify..")));

  @ArchTest
  static final ArchRule the_extension_interface_knows_java_alone =
      classes()
          .that()
          .resideInAPackage(EXTENSION_API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(EXTENSION_API, "java..")
          .because("whoever writes an extension needs nothing else to compile it");

  @ArchTest
  static final ArchRule the_extension_interface_is_records_enums_and_interfaces =
      classes()
          .that()
          .resideInAPackage(EXTENSION_API)
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .beInterfaces()
          .orShould()
          .beRecords()
          .orShould()
          .beEnums();

  @ArchTest
  static final ArchRule only_jar_loads_classes =
      noClasses()
          .that(not(in("contentgremlin.jar..", "contentgremlin.companion..")))
          .should()
          .beAssignableTo(ClassLoader.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.jar..", "java.lang.classfile..");

  @ArchTest
  static final ArchRule the_core_does_no_io_and_starts_no_threads =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(IO)
          .because("what the core decides must be testable with values alone");

  @ArchTest
  static final ArchRule the_engine_knows_ports_and_no_adapters =
      noClasses()
          .that()
          .resideInAPackage(ENGINE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(DRIVEN).or(resideInAnyPackage(DRIVING)).or(in(APP, PAGES)));

  @ArchTest
  static final ArchRule driven_adapters_know_the_core_alone =
      noClasses()
          .that()
          .resideInAnyPackage(DRIVEN)
          .should()
          .dependOnClassesThat(resideInAnyPackage(DRIVING).or(in(ENGINE, APP, PAGES)));

  @ArchTest
  static final ArchRule adapters_do_not_know_one_another =
      slices()
          .matching(
              "contentgremlin.(sql|disk|process|image|probe|companion|net|grab|jar|watch|monitor|http|cli)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule the_monitor_of_trees_needs_nothing_else_of_this_program =
      classes()
          .that()
          .resideInAnyPackage(MONITOR)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(MONITOR)
                  .or(resideInAnyPackage("contentgremlin.item..", "java..", "org.jspecify..")))
          .because(
              "others shall be able to take it for a library; the rows of ours bear values of"
                  + " items");

  @ArchTest
  static final ArchRule names_are_read_from_values_alone =
      classes()
          .that()
          .resideInAPackage("contentgremlin.name..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "contentgremlin.name..", "contentgremlin.item..", "java..", "org.jspecify.."))
          .because("shelves, metadata and settings all read names by the same rules");

  @ArchTest
  static final ArchRule nobody_knows_the_wiring =
      noClasses()
          .that(not(resideInAPackage(APP)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(APP);

  @ArchTest
  static final ArchRule only_pages_show_templates =
      noClasses()
          .that(not(in("contentgremlin.http.page..", PAGES)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PAGES);

  @ArchTest
  static final ArchRule only_sql_speaks_jdbc =
      noClasses()
          .that(not(resideInAPackage("contentgremlin.sql..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..");

  @ArchTest
  static final ArchRule only_process_starts_processes =
      noClasses()
          .that(not(resideInAPackage("contentgremlin.process..")))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Process.class, ProcessBuilder.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class);

  @ArchTest
  static final ArchRule others_do_not_even_look_at_processes =
      noClasses()
          .that(not(in("contentgremlin.process..", "contentgremlin.cli..")))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessHandle.class)
          .because(
              "a pid alone names no process; `gremlin stop` may, since it asks the server for it");

  @ArchTest
  static final ArchRule only_the_command_line_and_net_call_others =
      noClasses()
          .that(not(in("contentgremlin.cli..", "contentgremlin.net..")))
          .and()
          .doNotHaveSimpleName("Forwarder")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..")
          .because(
              "no request leaves the instance; the command line talks to the local server, and"
                  + " after an upgrade the old server hands on to the new one");

  @ArchTest
  static final ArchRule only_http_knows_jetty =
      noClasses()
          .that(not(in("contentgremlin.http.server..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..")
          .because("handlers are tested with our own Request and Response");

  @ArchTest
  static final ArchRule only_the_wiring_reads_the_system_clock =
      noClasses()
          .that(not(resideInAPackage(APP)))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("time is an argument: tests set it, and never sleep");

  @ArchTest
  static final ArchRule nothing_hangs_on_threads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocal.class)
          .because("there are too many virtual threads for it; pass an argument instead");

  @ArchTest
  static void every_class_has_its_place(JavaClasses all) {
    var known =
        resideInAnyPackage(CORE)
            .or(resideInAnyPackage(DRIVEN))
            .or(resideInAnyPackage(DRIVING))
            .or(in(ENGINE, APP, PAGES, EXTENSION_API));

    assertThat(all.that(not(known)).stream().map(JavaClass::getName)).isEmpty();
  }

  @ArchTest
  static void the_rules_have_something_to_look_at(JavaClasses all) {
    assertThat(all.size()).isGreaterThan(CLASSES_MIN);
    for (var packages : new String[][] {CORE, DRIVING, {ENGINE}, {APP}}) {
      for (var name : packages) {
        assertThat(all.that(resideInAPackage(name)).size()).as(name).isGreaterThan(1);
      }
    }
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages);
  }
}
