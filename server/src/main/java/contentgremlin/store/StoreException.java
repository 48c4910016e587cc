package contentgremlin.store;

import org.jspecify.annotations.Nullable;

/// The database could not do what it was asked: says what was tried, and why it did not work.
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// There is no room left for the change; nothing of it was kept.
  public static final class Full extends StoreException {
    private static final long serialVersionUID = 1;

    public Full(Throwable cause) {
      super("The disk that holds the database is full; free some space and try again.", cause);
    }
  }

  /// What was asked can't be done, or takes too long: that is not the database's fault, and asking
  /// again does not help.
  public static class Unfit extends StoreException {
    private static final long serialVersionUID = 1;

    public Unfit(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What was asked was ended when its time was over: it is not tried again.
  public static final class TooLong extends Unfit {
    private static final long serialVersionUID = 1;

    public TooLong(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// Another process has taken over what is kept here; it can be asked instead.
  public static final class Moved extends StoreException {
    private static final long serialVersionUID = 1;

    public Moved() {
      super("A newer version of the program has just taken over; ask again.");
    }
  }

  /// Another server has brought the database to a schema that this program can't write.
  public static final class LeftBehind extends StoreException {
    private static final long serialVersionUID = 1;

    public LeftBehind(int schema, int known) {
      super(
          schema > known
              ? "Another server has brought the database to schema %d, and this one knows those up to %d: it only shows what was there before, until it is upgraded, too (gremlin upgrade, of that version)."
                  .formatted(schema, known)
              : "Another server has taken the database back to schema %d, and this one needs %d: it only shows what was there before, until the older version is started here, too."
                  .formatted(schema, known));
    }
  }
}
