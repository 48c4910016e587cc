package contentgremlin.worker;

import contentgremlin.job.Progress;
import contentgremlin.vault.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The server, as a worker sees it. Thread-safe. An [IOException] may pass: the same again, later.
public interface Employer {
  /// Asks for work.
  ///
  /// @param spaceBytes how large an input may be
  /// @param patience how long the server may wait for some
  Optional<WorkOrder> lease(WorkerInfo self, long spaceBytes, Duration patience)
      throws IOException, InterruptedException, Dismissed;

  /// Says that it goes on.
  void renew(Lease lease, Progress progress)
      throws IOException, InterruptedException, Dismissed, Lost;

  /// Fetches the input, from where an earlier try ended. What is there then MUST be compared with
  /// its digest.
  void fetch(WorkOrder order, Path target)
      throws IOException, InterruptedException, Dismissed, Lost;

  /// What the input's bytes should be. The server may have to read all of them for that.
  Digest digest(Lease lease) throws IOException, InterruptedException, Dismissed, Lost;

  /// Says what will be sent.
  void announce(Lease lease, OutputList outputs)
      throws IOException, InterruptedException, Dismissed, Lost;

  /// Sends what was announced, from where the server has it.
  ///
  /// @param folder that the paths are relative to
  void send(Lease lease, OutputList outputs, Path folder)
      throws IOException, InterruptedException, Dismissed, Lost;

  /// Tells how it ended; then the lease is over.
  void end(Lease lease, WorkResult result)
      throws IOException, InterruptedException, Dismissed, Lost;

  /// Gives the job back.
  ///
  /// @param isUnable whether it would fail here again: then nobody is given it at once
  void giveBack(Lease lease, String reason, boolean isUnable)
      throws IOException, InterruptedException, Dismissed, Lost;

  /// The job is somebody else's, was cancelled, or is done.
  final class Lost extends Exception {
    private static final long serialVersionUID = 1;

    public Lost(String message) {
      super(message);
    }
  }

  /// The server does not want this worker: its token is wrong, or it speaks another protocol.
  final class Dismissed extends Exception {
    private static final long serialVersionUID = 1;

    public Dismissed(String message) {
      super(message);
    }
  }
}
