package contentgremlin.process;

import contentgremlin.job.Limits;
import contentgremlin.job.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the shell script that runs an attempt's tools and tells what became of them. POSIX `sh`
/// only: it has to run wherever we do.
///
/// It holds no pipe to the server, so it neither notices nor minds our death. It survives TERM, to
/// tell how its tools ended; KILL to the group ends it without a word.
final class Wrapper {
  private static final int FILE_BLOCK_BYTES = 512; // ulimit -f, by POSIX
  private static final int MEMORY_BLOCK_BYTES = 1_024; // ulimit -d, in every shell that has it

  /// The log's beginning is kept, up to 2,048 reads of at most 4 KiB, and its end: a hostile file
  /// can make a tool complain for hours.
  private static final String HEAD =
      """
      exec >>log 2>&1
      index=0 code=0 ended=

      ticks_of() {
        read -r line <"/proc/$1/stat" && set -- ${line##*") "} && ticks=${20}
      }

      # Waits for the tool that was just started; ends the run if the tool failed.
      finish() {
        tool=$!
        ticks_of "$tool" && echo "$index $tool $ticks" >>process
        wait "$tool" 2>/dev/null # the shell tells of deaths too, after the tool's last words
        code=$?
        while [ "$code" -gt 128 ] && kill -0 "$tool" 2>/dev/null; do
          wait "$tool" 2>/dev/null
          code=$?
        done
        # ffmpeg answers TERM with 255, others with what they like: it was ended, it did not fail.
        if [ -n "$ended" ] && [ "$code" -ne 137 ]; then code=143; fi
        if [ "$code" -ne 0 ]; then
          echo "$index $code" >status.new
          exit
        fi
      }

      trap : TERM
      read -r boot </proc/sys/kernel/random/boot_id
      ticks_of $$
      # Only one can take this folder, and nobody once the server has given it up.
      set -C
      echo "$boot $$ $ticks" >process || exit 0
      set +C
      {
        trap 'ended=1' TERM
        trap '' PIPE # who loses the log loses words, not work
      """;

  // Both replace themselves by what they run. Some systems have no ionice, or don't allow it.
  private static final String IDLE =
      """
        idle='nice -n 9'
        if command -v ionice >/dev/null 2>&1; then idle="$idle ionice -t -c 3"; fi
      """;

  private static final String FOOT =
      """
        echo "$index 0" >status.new
      } 2>&1 >/dev/null | {
        trap '' TERM
        said=$(dd bs=4096 count=2048 2>&1 >&3)
        # "1+2 records in", maybe after a warning: few have more to say than that, and another
        # program takes time.
        case $said in
          *" records in"*)
            said=${said%%" records in"*}
            said=${said##*[!0-9+]}
            if [ $((${said%%+*} + ${said##*+})) -lt 2048 ]; then exit; fi
            ;;
        esac
        tail -c 65536 >&3
      } 3>>log
      trap '' TERM
      # One small write: whoever reads it sees all of it or nothing.
      read -r ended <status.new && echo "$ended" >status
      """;

  private Wrapper() {}

  static String script(AttemptFolder folder, List<Tool> tools, Limits limits, Programs programs) {
    var script = new StringBuilder();
    script.append("#!/bin/sh\n# Runs the tools of one attempt; see process, log, status.\n");
    var path = quoted(folder.path().toString());
    script.append("cd ").append(path).append(" || exit 1\n");
    script.append("export ").append(AttemptGroup.MARK).append("=").append(path).append("\n");
    script.append(HEAD).append(bounds(limits));
    if (limits.isIdle()) {
      script.append(IDLE);
    }
    for (int index = 0; index < tools.size(); index++) {
      script.append(line(index, tools.get(index), limits, programs));
    }
    return script.append(FOOT).toString();
  }

  /// For the tools only: the log has its own bound, and nothing may keep the wrapper from telling.
  /// A shell that lacks a bound goes on without it; the watchdog is there too.
  private static String bounds(Limits limits) {
    var lines = new StringBuilder("  ulimit -c 0\n");
    if (limits.fileBytes() > 0) {
      long blocks = Math.ceilDiv(limits.fileBytes(), FILE_BLOCK_BYTES);
      lines.append("  ulimit -f ").append(blocks).append(" || :\n");
    }
    if (limits.memoryBytes() > 0) {
      long blocks = Math.ceilDiv(limits.memoryBytes(), MEMORY_BLOCK_BYTES);
      lines.append("  ulimit -d ").append(blocks).append(" || :\n");
    }
    return lines.toString();
  }

  private static String line(int index, Tool tool, Limits limits, Programs programs) {
    var program = programs.of(tool.program());
    var command = new ArrayList<>(program.command());
    if (tool.program() == Tool.Program.FFMPEG) {
      command.addAll(List.of("-nostdin", "-nostats", "-progress", AttemptFolder.PROGRESS));
    }
    command.addAll(tool.arguments());
    return "  index=%d; %s%s%s </dev/null %s & finish\n"
        .formatted(
            index,
            assignments(program.environment()),
            limits.isIdle() ? "$idle " : "",
            command.stream().map(Wrapper::quoted).collect(Collectors.joining(" ")),
            tool.output().isEmpty() ? ">&2" : ">" + quoted(tool.output()));
  }

  private static String assignments(Map<String, String> environment) {
    return environment.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()) + " ")
        .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("no argument can hold a NUL: " + text);
    }
    return text.matches("[A-Za-z0-9_@%+:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
