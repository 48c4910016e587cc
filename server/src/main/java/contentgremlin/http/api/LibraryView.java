package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.library.Libraries;
import contentgremlin.engine.library.ScanProgress;
import contentgremlin.library.WatchState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A library as JSON shows it.
///
/// @param path of its root
/// @param state "watching", "scanning", "offline", "removing" or "stopped"
/// @param files media files that are there
/// @param due of these, how many were not read yet
/// @param scanned when the last comparison of all of it ended
@JsonInclude(JsonInclude.Include.NON_NULL)
record LibraryView(
    String name,
    String path,
    String visibility,
    String state,
    long files,
    long due,
    @Nullable String scanned,
    @Nullable Scan scan,
    @Nullable Watch watch,
    List<Alert> alerts) {

  /// The comparison under way.
  ///
  /// @param changed differences found so far
  /// @param filesPerSecond since its start
  /// @param at the folder that was listed last
  record Scan(
      String started, long folders, long files, long changed, long filesPerSecond, String at) {}

  /// @param means "fanotify", "inotify" or "comparing"
  /// @param unwatched folders that are only compared from time to time: how many
  /// @param examples some of them
  record Watch(String means, long used, long allowed, long unwatched, List<String> examples) {}

  record Alert(String kind, String subject, String message, String since) {}

  static LibraryView of(Libraries.View view, Instant now) {
    var library = view.library();
    var scan = library.scan();
    var ended = scan == null ? null : scan.ended();
    return new LibraryView(
        library.name(),
        library.root(),
        library.visibility().word(),
        view.state(),
        view.files(),
        view.due(),
        ended == null ? null : ended.toString(),
        view.scan() == null ? null : scan(view.scan(), now),
        view.watch() == null ? null : watch(view.watch()),
        view.alerts().stream()
            .map(alert ->
                new Alert(
                    alert.kind().word(), alert.subject(), alert.message(), alert.at().toString()))
            .toList());
  }

  private static @Nullable Scan scan(ScanProgress.Shown shown, Instant now) {
    var started = shown.started();
    if (started == null) {
      return null;
    }
    long seconds = Math.max(1, Duration.between(started, now).toSeconds());
    return new Scan(
        started.toString(),
        shown.folders(),
        shown.files(),
        shown.changed(),
        shown.files() / seconds,
        shown.at());
  }

  private static Watch watch(WatchState state) {
    return new Watch(
        state.means().name().toLowerCase(Locale.ROOT),
        state.used(),
        state.allowed(),
        state.unwatchedCount(),
        state.unwatched());
  }
}
