package contentgremlin.engine.upload;

import contentgremlin.vault.Upload;

/// How a request about an upload ended.
public sealed interface Outcome {
  /// @param upload as it is now; its `item` is set once it has become one
  record Accepted(Upload upload) implements Outcome {}

  /// @param why in words for the person
  record Refused(Reason reason, String why) implements Outcome {}

  enum Reason {
    /// There is no such upload, or it is someone else's.
    UNKNOWN,
    /// There was one, but its bytes are gone.
    GONE,
    /// Nobody has logged in.
    ANONYMOUS,
    /// This actor, or this kind of upload, may not do that.
    FORBIDDEN,
    /// The request makes no sense.
    INVALID,
    /// The bytes do not begin where the upload ends.
    OFFSET,
    /// Another request is adding bytes right now.
    LOCKED,
    /// Larger than promised, than the limit, or than the quota has room for.
    TOO_LARGE,
    /// The disk is, or would be, full.
    NO_SPACE,
    /// The bytes are not those that the checksum was made of.
    CHECKSUM,
    /// The body ended before it was complete; what came is kept.
    BROKEN,
    /// Too many uploads at once.
    BUSY,
    /// The disk failed; what was acknowledged is kept, and it may go on later.
    DISK
  }

  static Refused refused(Reason reason, String why) {
    return new Refused(reason, why);
  }
}
