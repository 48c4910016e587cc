package contentgremlin.sql;

/// Keeps the ids of shelves when what stands on them gets another name or place: songs come one by
/// one, so at first a new shelf is made for them; as soon as most have come, the two change places.
final class ShelfHeirs {
  /// Which shelf is no heir of another: it has been there before, or was made from more than one.
  private static final String IS_HEIR = "SELECT 1 FROM shelf WHERE id = ? AND origin = ?";

  private static final String MARK = "SELECT mark FROM shelf WHERE id = ?";

  private static final String EXCHANGE =
      """
      UPDATE standing SET before = NULL,
        shelf = CASE WHEN shelf = ? THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END
      WHERE shelf IN (?, ?)
      """;

  private final Session session;
  private final ShelfAccount account;

  ShelfHeirs(Session session, ShelfAccount account) {
    this.session = session;
    this.account = account;
  }

  /// @param from whence something went in this run
  /// @param to where it stands now
  void inherit(long from, long to) {
    if (!session.exists(IS_HEIR, to, from)) {
      return;
    }
    long came =
        session.number("SELECT count(*) FROM standing WHERE shelf = ? AND before = ?", to, from);
    long all = session.number("SELECT count(*) FROM standing WHERE shelf = ?", to);
    long left = session.number("SELECT count(*) FROM standing WHERE shelf = ?", from);
    if (came > left && came * 2 > all) {
      exchange(from, to);
    }
  }

  private void exchange(long one, long other) {
    var markOfOne = mark(one);
    var markOfOther = mark(other);
    session.update("UPDATE shelf SET mark = ? WHERE id = ?", "exchanged " + one, one);
    session.update("UPDATE shelf SET mark = ?, origin = NULL WHERE id = ?", markOfOne, other);
    session.update("UPDATE shelf SET mark = ?, origin = NULL WHERE id = ?", markOfOther, one);
    session.update(EXCHANGE, one, other, one, one, other);
    account.exchanged(one, other);
  }

  private String mark(long shelf) {
    return session.first(MARK, row -> Columns.text(row, "mark"), shelf).orElseThrow();
  }
}
