package contentgremlin.engine.upload;

import static contentgremlin.engine.upload.Outcome.refused;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.engine.upload.Outcome.Reason;
import contentgremlin.engine.upload.Outcome.Refused;
import contentgremlin.item.Visibility;
import contentgremlin.store.Database.Tables;
import contentgremlin.store.Setting;
import contentgremlin.vault.Upload;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who may upload how much. Checked before any byte is taken.
final class UploadRules {
  private static final int METADATA_LENGTH_MAX = 64 * 1024;

  private UploadRules() {}

  static boolean mayUse(Actor actor, Upload upload) {
    boolean isOwner =
        switch (actor) {
          case Actor.Anonymous _ -> false;
          case Actor.Operator _ -> upload.owner() == null;
          case Actor.Person(var account, _) -> account.id().equals(upload.owner());
        };
    return actor.canModerate() || (isOwner && actor.canUpload());
  }

  static @Nullable Refused complaintAbout(Actor actor) {
    if (actor.canUpload()) {
      return null;
    }
    return actor instanceof Actor.Anonymous
        ? refused(Reason.ANONYMOUS, "Log in to upload.")
        : refused(Reason.FORBIDDEN, "Your account may not upload; ask an administrator.");
  }

  static @Nullable Refused complaintAbout(Map<String, String> metadata) {
    int size = 0;
    for (var entry : metadata.entrySet()) {
      size += entry.getKey().length() + entry.getValue().length();
    }
    if (size > METADATA_LENGTH_MAX) {
      return refused(Reason.INVALID, "The metadata are longer than " + METADATA_LENGTH_MAX + ".");
    }
    var visibility = metadata.getOrDefault("visibility", "");
    boolean isKnown =
        visibility.isEmpty()
            || Arrays.stream(Visibility.values()).anyMatch(one -> one.word().equals(visibility));
    return isKnown
        ? null
        : refused(Reason.INVALID, "The visibility must be public, unlisted or private.");
  }

  /// Whether an upload of this length may begin.
  static @Nullable Refused complaintAboutLength(
      Tables tables, @Nullable AccountId owner, long length) {
    long room = quotaRoom(tables, owner);
    return room <= 0 ? overQuota(room) : complaintAboutGrowth(tables, owner, 0, length);
  }

  /// Whether an upload that has `offset` bytes may promise to become `length` long.
  static @Nullable Refused complaintAboutGrowth(
      Tables tables, @Nullable AccountId owner, long offset, long length) {
    long sizeMax = Setting.UPLOAD_SIZE_MAX.number(tables.settings());
    if (length > sizeMax) {
      return tooLarge(sizeMax);
    }
    long room = quotaRoom(tables, owner);
    return length - offset > Math.max(0, room) ? overQuota(room) : null;
  }

  static Refused tooLarge(long sizeMax) {
    return refused(
        Reason.TOO_LARGE, "The file is larger than the limit of " + bytes(sizeMax) + " here.");
  }

  static Refused overQuota(long room) {
    return refused(
        Reason.TOO_LARGE,
        "Your quota has only "
            + bytes(Math.max(0, room))
            + " left, unfinished uploads included. Remove something, or ask an administrator.");
  }

  /// How many bytes an upload whose length is not known yet may still grow.
  static long growth(Tables tables, Upload upload) {
    long bySize = Setting.UPLOAD_SIZE_MAX.number(tables.settings()) - upload.offset();
    return Math.max(0, Math.min(bySize, quotaRoom(tables, upload.owner())));
  }

  /// Bytes that the owner may still promise.
  static long quotaRoom(Tables tables, @Nullable AccountId owner) {
    if (owner == null) {
      return Long.MAX_VALUE;
    }
    long quota = tables.accounts().find(owner).map(Account::quotaBytes).orElse(Account.QUOTA_NONE);
    if (quota == Account.QUOTA_NONE) {
      return Long.MAX_VALUE;
    }
    return quota - tables.accounts().bytesUsed(owner) - tables.uploads().promised(owner);
  }

  static Refused noSpace() {
    return refused(
        Reason.NO_SPACE,
        "The server's disk is nearly full, so it takes no more bytes for now. What it has of this"
            + " upload is kept: go on when there is room again.");
  }

  /// "1.5 MiB"
  static String bytes(long count) {
    if (count < 1024) {
      return count + " bytes";
    }
    double value = count;
    int unit = -1;
    while (value >= 1024 && unit < 4) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", value, "KMGTP".charAt(unit));
  }
}
