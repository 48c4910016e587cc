package contentgremlin.engine.arrival;

import contentgremlin.arrival.Foreign;
import contentgremlin.arrival.Origin;
import contentgremlin.arrival.RecordKind;
import contentgremlin.arrival.Told;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What all parts of an import need: where things come from, where they go, whom to tell.
///
/// @param stop whether to end now
record Hall(
    Database database,
    Vault vault,
    Origin origin,
    Wanted wanted,
    Report report,
    InstantSource time,
    RandomGenerator random,
    BooleanSupplier stop) {
  /// So many records are read in one go.
  private static final int PAGE = 200;

  private static final int NAME_LENGTH_MAX = 200;

  /// The server is to end.
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("the server was stopped; the same command goes on from there");
    }
  }

  interface Pages<T> {
    List<T> after(long id, int limit);
  }

  interface Each<T> {
    void take(T record);
  }

  <T extends Foreign> void forEach(Pages<T> pages, Each<T> each) {
    long after = Long.MIN_VALUE;
    while (true) {
      var page = pages.after(after, PAGE);
      for (var record : page) {
        requireGoing();
        each.take(record);
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast().id();
    }
  }

  void requireGoing() {
    if (stop.getAsBoolean()) {
      throw new Stopped();
    }
  }

  /// What is said of one record.
  record Answer(Told.Result result, String target, String note) {
    static Answer imported(String target, String note) {
      return new Answer(Told.Result.IMPORTED, target, note);
    }

    static Answer importable(String note) {
      return new Answer(Told.Result.IMPORTABLE, "", note);
    }

    static Answer known(String target, String note) {
      return new Answer(Told.Result.KNOWN, target, note);
    }

    static Answer skipped(String why) {
      return new Answer(Told.Result.SKIPPED, "", why);
    }

    static Answer failed(String why) {
      return new Answer(Told.Result.FAILED, "", why);
    }
  }

  interface Import {
    Answer run() throws IOException;
  }

  /// Imports one record, and tells of it. What goes wrong is a line, and the rest goes on; unless
  /// the database is somebody else's by now.
  Answer tell(RecordKind kind, long id, String name, Import work) {
    var answer = attempt(work);
    report.tell(
        new Told(
            kind,
            id,
            UploadText.line(name, NAME_LENGTH_MAX),
            answer.result(),
            answer.target(),
            answer.note()));
    return answer;
  }

  private static Answer attempt(Import work) {
    try {
      return work.run();
    } catch (Stopped | StoreException.Moved | StoreException.LeftBehind e) {
      throw e;
    } catch (IOException e) {
      return Answer.failed(Troubles.words(e));
    } catch (StoreException | IllegalArgumentException e) {
      return Answer.failed(String.valueOf(e.getMessage()));
    }
  }

  /// When it was made; now, if that is not told or can't be.
  Instant date(@Nullable Instant told) {
    var now = time.instant();
    return told == null || told.isBefore(Instant.EPOCH) || told.isAfter(now) ? now : told;
  }

  /// What the record has become in an earlier run.
  Optional<String> known(RecordKind kind, String key) {
    return database.read(tables -> tables.arrivals().find(origin.name(), kind, key));
  }

  /// To be called in the transaction that makes what it became.
  void remember(Database.Tables tables, RecordKind kind, String key, String became) {
    tables.arrivals().put(origin.name(), kind, key, became, time.instant());
  }
}
