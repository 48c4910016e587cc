package contentgremlin.store;

/// The database could not do what it was asked: says what was tried, and why it did not work.
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /// There is no room left for the change; nothing of it was kept.
  public static final class Full extends StoreException {
    private static final long serialVersionUID = 1;

    public Full(Throwable cause) {
      super("The disk that holds the database is full; free some space and try again.", cause);
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
