package contentgremlin.engine;

import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import java.io.IOException;

/// An attempt that is made here, as its watch sees it.
record WatchedAttempt(Workshop shop, LiveAttempt live, JobHandler handler, JobHandler.Task task)
    implements Watch.Watched {
  @Override
  public String name() {
    return "job %d (%s)".formatted(live.job().id().value(), live.job().kind());
  }

  @Override
  public boolean isCancelled() {
    return live.isCancelled();
  }

  @Override
  public void moved(ProcessIdentity tool, Progress progress, boolean isNews) {
    live.moved(tool, progress);
    if (isNews) {
      var job = live.job();
      shop.listener()
          .moved(new EventStream.Message.Moved(job.id(), job.item(), job.kind(), progress));
    }
  }

  @Override
  public boolean checkpoint() throws IOException {
    return handler.checkpoint(task);
  }
}
