package contentgremlin.image;

import contentgremlin.transcode.PicturePlan;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes the pictures of one order and ends. Its arguments are those of [PicturePlan].
public final class Main {
  private static final String PROGRAMS = "contentgremlin.programs";
  private static final String LIBRARY = "libvips-cpp.so";
  private static final int EXIT_FAULT = 70;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /// @return the exit code: 0, [PicturePlan#EXIT_BAD_PICTURE], or another for a fault of ours
  static int run(List<String> arguments) {
    try (var arena = Arena.ofConfined()) {
      var plan = PicturePlan.parse(arguments);
      var vips = new Vips(library(), arena);
      new Workshop(vips, arena, plan).run();
      return 0;
    } catch (PictureException e) {
      System.err.println(e.getMessage());
      return PicturePlan.EXIT_BAD_PICTURE;
    } catch (IOException | RuntimeException e) {
      System.err.println("The picture helper failed: " + e);
      return EXIT_FAULT;
    }
  }

  /// In the folder of outside programs, whatever version it has.
  private static Path library() throws IOException {
    var folder = Path.of(System.getProperty(PROGRAMS, ".")).resolve("vips");
    try (var files = Files.newDirectoryStream(folder, LIBRARY + "*")) {
      for (var file : files) {
        return file.toAbsolutePath();
      }
    }
    throw new IOException("there is no " + LIBRARY + " in " + folder);
  }
}
