package contentgremlin.engine;

/// Hears how far running jobs are. Called on the runner's threads: it MUST return at once.
@FunctionalInterface
public interface ProgressListener {
  void moved(EventStream.Message.Moved message);
}
