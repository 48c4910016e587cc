package contentgremlin.upgrade;

/// All that a server does by itself, without being asked. Thread-safe.
public interface Works {
  /// Stops it. Tools that run go on; what they come to lies in their folders.
  void pause() throws InterruptedException;

  /// Ends what clients are in the middle of sending: what came is kept, and they go on from there
  /// by themselves. Returns at once.
  void cutUploads();

  /// Goes on from what the database and the folders say.
  void resume();
}
