package contentgremlin.event;

import contentgremlin.item.ItemId;
import contentgremlin.job.JobId;
import org.jspecify.annotations.Nullable;

/// All that can be told about items, jobs and alerts. The names are promises to listeners.
public sealed interface Fact {
  record ItemCreated(ItemId item) implements Fact {}

  record ItemChanged(ItemId item) implements Fact {}

  record ItemPublished(ItemId item) implements Fact {}

  record ItemFailed(ItemId item, String reason) implements Fact {}

  record ItemTrashed(ItemId item) implements Fact {}

  record ItemRestored(ItemId item) implements Fact {}

  record ItemRemoved(ItemId item) implements Fact {}

  /// Its file was read, and its name understood.
  record ItemParsed(ItemId item) implements Fact {}

  /// @param grabber who has said what it knows
  record ItemGrabbed(ItemId item, String grabber) implements Fact {}

  /// @param what "cover", "poster" …
  record ItemDownloaded(ItemId item, String what) implements Fact {}

  /// All is known of it that can be known now.
  record ItemEnded(ItemId item) implements Fact {}

  record JobQueued(JobId job, @Nullable ItemId item, String kind) implements Fact {}

  record JobStarted(JobId job, @Nullable ItemId item, String kind, int attempt) implements Fact {}

  record JobSucceeded(JobId job, @Nullable ItemId item, String kind) implements Fact {}

  /// @param again whether it will be tried once more
  record JobFailed(JobId job, @Nullable ItemId item, String kind, String reason, boolean again)
      implements Fact {}

  record JobCancelled(JobId job, @Nullable ItemId item, String kind) implements Fact {}

  /// @param subject what it is about, see [Alert]
  record AlertRaised(Alert.Kind kind, String subject, String message) implements Fact {}

  record AlertResolved(Alert.Kind kind, String subject) implements Fact {}

  /// Many items at once have become available, or are not any more, without a change of their own.
  record LibraryChanged(String library) implements Fact {}

  /// "item.created", "job.failed" …: the event's type on the wire.
  default String type() {
    return switch (this) {
      case ItemCreated _ -> "item.created";
      case ItemChanged _ -> "item.changed";
      case ItemPublished _ -> "item.published";
      case ItemFailed _ -> "item.failed";
      case ItemTrashed _ -> "item.trashed";
      case ItemRestored _ -> "item.restored";
      case ItemRemoved _ -> "item.removed";
      case ItemParsed _ -> "item.parsed";
      case ItemGrabbed _ -> "item.grabbed";
      case ItemDownloaded _ -> "item.downloaded";
      case ItemEnded _ -> "item.ended";
      case JobQueued _ -> "job.queued";
      case JobStarted _ -> "job.started";
      case JobSucceeded _ -> "job.succeeded";
      case JobFailed _ -> "job.failed";
      case JobCancelled _ -> "job.cancelled";
      case AlertRaised _ -> "alert.raised";
      case AlertResolved _ -> "alert.resolved";
      case LibraryChanged _ -> "library.changed";
    };
  }

  /// The item it is about, if any; decides who may hear of it. What is about none is for those who
  /// see everything.
  default @Nullable ItemId about() {
    return switch (this) {
      case ItemCreated(var item) -> item;
      case ItemChanged(var item) -> item;
      case ItemPublished(var item) -> item;
      case ItemFailed(var item, _) -> item;
      case ItemTrashed(var item) -> item;
      case ItemRestored(var item) -> item;
      case ItemRemoved(var item) -> item;
      case ItemParsed(var item) -> item;
      case ItemGrabbed(var item, _) -> item;
      case ItemDownloaded(var item, _) -> item;
      case ItemEnded(var item) -> item;
      case JobQueued(_, var item, _) -> item;
      case JobStarted(_, var item, _, _) -> item;
      case JobSucceeded(_, var item, _) -> item;
      case JobFailed(_, var item, _, _, _) -> item;
      case JobCancelled(_, var item, _) -> item;
      // Their subject may well be an item that its owner need not hear of in this way.
      case AlertRaised _, AlertResolved _, LibraryChanged _ -> null;
    };
  }
}
