package contentgremlin.process;

import contentgremlin.extend.Companions;
import contentgremlin.extend.Shelf.Found;
import contentgremlin.jar.ExtensionJar;
import contentgremlin.jar.JarShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An extension whose companion does whatever one asks of it, also what no extension may do in the
/// server.
public final class CompanionJar {
  public static final String ID = "nasty";
  public static final String TYPE = "nasty.Companion";

  private static final String NASTY =
      """
      package nasty;
      import java.io.*;
      import java.lang.foreign.*;
      import java.nio.file.*;
      public class Companion implements contentgremlin.extension.Companion {
        private Outbox outbox;
        private final java.util.List<byte[]> kept = new java.util.ArrayList<>();
        public void begin(Outbox outbox) throws Exception {
          this.outbox = outbox;
          System.out.println("begun");
        }
        public String answer(String request) throws Exception {
          var words = request.split(" ", 2);
          var rest = words.length > 1 ? words[1] : "";
          return switch (words[0]) {
            case "echo" -> rest;
            case "pid" -> Long.toString(ProcessHandle.current().pid());
            case "scratch" -> {
              var file = Path.of(System.getProperty("java.io.tmpdir"), "left");
              Files.writeString(file, "left");
              yield file.toString();
            }
            case "halt" -> { Runtime.getRuntime().halt(7); yield ""; }
            case "crash" -> { MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 1); yield ""; }
            case "hang" -> {
              if (!rest.isEmpty()) { outbox.say(rest); }
              while (true) { Thread.onSpinWait(); }
            }
            case "huge" -> "x".repeat(5 << 20);
            case "large" -> "\\u20ac".repeat(Integer.parseInt(rest));
            case "eat" -> { while (true) { kept.add(new byte[1 << 20]); } }
            case "map" -> {
              var arena = Arena.global();
              while (true) { arena.allocate(64 << 20).fill((byte) 1); }
            }
            case "print" -> {
              new FileOutputStream(FileDescriptor.out).write((rest + "\\n").getBytes("UTF-8"));
              yield "printed";
            }
            case "garbage" -> {
              new FileOutputStream("/dev/fd/3").write(rest.repeat(1_000).getBytes("UTF-8"));
              Thread.sleep(60_000);
              yield "";
            }
            case "say" -> { outbox.say(rest); yield "said"; }
            case "sees" -> {
              Class.forName(rest);
              yield "yes";
            }
            case "file" -> Path.of(rest).toFile().exists() ? "there" : "not there";
            default -> throw new IllegalStateException(rest);
          };
        }
      }
      """;

  private CompanionJar() {}

  /// The class is in a jar within the jar.
  ///
  /// @param extension what is in the server
  public static ExtensionJar with(Path scratch, ExtensionJar extension) throws IOException {
    var nested =
        ExtensionJar.of("nested", TYPE)
            .source(TYPE, NASTY)
            .in(scratch.resolve("nested"), "nested.jar");
    return extension.file("companion/" + nested.getFileName(), Files.readAllBytes(nested));
  }

  static ExtensionJar plain() {
    return ExtensionJar.of(ID, "plain.It")
        .source(
            "plain.It",
            """
            package plain;
            import contentgremlin.extension.*;
            public class It implements Extension {
              public Parts start(Host host) { return Parts.none(); }
            }
            """);
  }

  /// The one in this folder.
  static Companions.Kit kit(Path folder) {
    return new JarShelf(folder.resolve("none"), folder)
        .look().stream()
            .map(Found.Usable.class::cast)
            .map(Found.Usable::kit)
            .findFirst()
            .orElseThrow();
  }
}
