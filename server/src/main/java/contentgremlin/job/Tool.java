package contentgremlin.job;

import java.util.List;

/// One run of an outside program that a job needs.
///
/// @param program which one; where it is installed is for the [Supervisor] to know
/// @param arguments paths are absolute, or relative to the attempt's folder, in which it runs
/// @param output name of the file in that folder that takes its standard output; the empty string:
///   the log takes it. Standard error always goes to the log
public record Tool(Program program, List<String> arguments, String output) {
  public enum Program {
    FFMPEG,
    FFPROBE,
    /// Our own picture helper: decodes and scales pictures by libvips, outside the server.
    IMAGE
  }

  public Tool {
    arguments = List.copyOf(arguments);
  }

  public static Tool of(Program program, List<String> arguments) {
    return new Tool(program, arguments, "");
  }
}
