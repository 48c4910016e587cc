package contentgremlin.http.page;

/// One job of an item, as its page shows it.
///
/// @param state the word of the job's state
/// @param percent -1 if it can't be told
public record Step(long job, String name, String state, int percent, String detail) {
  public boolean isRunning() {
    return state.equals("running") || state.equals("claimed");
  }

  public boolean isDone() {
    return state.equals("succeeded");
  }

  public boolean isFailed() {
    return state.equals("failed") || state.equals("cancelled") || state.equals("parked");
  }
}
