package contentgremlin.vault;

import contentgremlin.item.Item;
import contentgremlin.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The files under `content/`. Thread-safe. What it calls finished was forced to the disk, folders
/// too, and is read-only.
public interface Vault {
  /// @param relative to `content/`; MUST NOT lead out of it
  Path path(String relative);

  /// Where the item's original bytes are at this moment: still in the upload, already kept, or in
  /// somebody's library. Then it MUST NOT lead out of that, and is good for the work that it is
  /// asked for, not for keeping.
  ///
  /// @throws java.io.UncheckedIOException if a file in a library is not there, or can't be had
  Path original(Item item);

  /// Another file of a library, e.g. a cover; in the same way.
  ///
  /// @param library its root
  /// @param path absolute; both as [contentgremlin.library.FileName] writes them
  /// @throws java.io.UncheckedIOException if it is not there, or can't be had
  Path mirrored(String library, String path);

  /// Forgets by what other names files of libraries could be opened, of those given out before
  /// that.
  void forgetPlaces(Instant before) throws IOException;

  /// The file that takes an upload's bytes; its folder exists after [#createUpload].
  Path uploadData(UploadId id);

  void createUpload(UploadId id) throws IOException;

  void removeUpload(UploadId id) throws IOException;

  /// A new, empty folder for an attempt: `job/<job>/attempt-<n>`.
  Path createAttempt(JobId job, int attempt) throws IOException;

  Path attempt(JobId job, int attempt);

  /// Removes what attempts of this job left.
  void removeAttempts(JobId job) throws IOException;

  /// Makes everything below `folder` durable and read-only, and moves it to `target` in one step.
  /// May be called again after a crash: a target that is there already stays as it is.
  ///
  /// @param target relative to `content/`
  /// @param mediaType of a file, by its path relative to `folder`
  /// @return its files, with digests taken on the way
  List<StoredFile> publish(Path folder, String target, Function<String, String> mediaType)
      throws IOException;

  /// Moves an upload's bytes to `original/`, unless the same bytes are there already; what is there
  /// instead of them goes to quarantine. May be called again.
  ///
  /// @return verified only if its bytes were compared, otherwise [StoredFile#NEVER]
  StoredFile keepOriginal(UploadId id, Digest digest, String mediaType) throws IOException;

  /// Moves a file that was had from somewhere else to `original/`, in the same way.
  ///
  /// @param from relative to `content/`
  StoredFile keepFile(String from, Digest digest, String mediaType) throws IOException;

  /// The SHA-256 of a file's bytes, as they are now.
  Digest digest(Path file) throws IOException;

  /// Renames a file or folder in one step, making the folders above its new place. Does nothing if
  /// it is not there.
  ///
  /// @param from and `to` relative to `content/`
  void move(String from, String to) throws IOException;

  /// Makes a file's bytes, or a folder's names, survive a power cut.
  ///
  /// @param fileOrFolder below `content/`
  void force(Path fileOrFolder) throws IOException;

  /// Removes a file or folder that nothing refers to any more.
  void remove(String relative) throws IOException;

  /// The next files of a walk through everything but what attempts made and what is in quarantine,
  /// in an order that stays the same. Follows no links.
  ///
  /// @param after the path of the file met last, or the empty string
  /// @return fewer than `limit` only at the end
  List<Found> walk(String after, int limit) throws IOException;

  /// Bytes in this file, or in all files below this folder; 0 if it is not there.
  long size(String relative) throws IOException;

  /// Tells this `content/` from another one that was put or mounted in its place.
  long place() throws IOException;

  /// Reads what is at this place to its end, from the disk itself where the system can do that.
  /// What it finds is no error, whatever it is.
  ///
  /// @param relative to `content/`
  /// @throws InterruptedException if the pace wants it to stop
  Finding inspect(String relative, Pace pace) throws InterruptedException;

  /// Reads an item's original to its end, in the same way.
  Finding inspectOriginal(Item item, Pace pace) throws InterruptedException;

  /// Whether this folder directly below `content/` is there with anything in it. When files are
  /// missing and it is not, then what is missing is most probably a whole disk.
  boolean isPresent(String folder);

  /// Moves the file or folder to `quarantine/`, under a name of its own, and puts a text beside it.
  ///
  /// @param note what is known about it
  /// @return where it is now, relative to `content/`; empty if there was nothing to move
  Optional<String> quarantine(String relative, String note) throws IOException;

  /// Bytes that can still be written.
  long freeBytes() throws IOException;
}
