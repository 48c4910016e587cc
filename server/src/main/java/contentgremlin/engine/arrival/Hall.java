package contentgremlin.engine.arrival;

import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.arrival.Told;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.extension.Arrival.Origin;
import contentgremlin.item.Visibility;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What all parts of an import need: where things go, whom to tell.
///
/// @param stop why it is to end now; the empty string if it is not
record Hall(
    Database database,
    Vault vault,
    Wanted wanted,
    Report report,
    InstantSource time,
    RandomGenerator random,
    Supplier<String> stop) {
  private static final int NAME_LENGTH_MAX = 200;
  private static final int NOTE_LENGTH_MAX = 1_000;
  private static final int ID_LENGTH_MAX = 200;
  private static final int KEY_LENGTH_MAX = 500;
  private static final int ADDRESSES_MAX = 20;
  private static final int ADDRESS_LENGTH_MAX = 1_000;

  /// It is to end before its time.
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped(String why) {
      super(why + "; the same command goes on from there");
    }
  }

  /// Who imports: records are remembered by this name.
  String importer() {
    return wanted.importer();
  }

  void requireGoing() {
    var why = stop.get();
    if (!why.isEmpty()) {
      throw new Stopped(why);
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
  Answer tell(String kind, Origin origin, Import work) {
    var answer = attempt(origin, work);
    report.tell(
        new Told(
            kind,
            UploadText.line(origin.id(), ID_LENGTH_MAX),
            UploadText.line(origin.name(), NAME_LENGTH_MAX),
            answer.result(),
            answer.target(),
            UploadText.line(answer.note(), NOTE_LENGTH_MAX)));
    return answer;
  }

  private static Answer attempt(Origin origin, Import work) {
    try {
      require(origin);
      return work.run();
    } catch (Stopped | StoreException.Moved | StoreException.LeftBehind e) {
      throw e;
    } catch (IOException e) {
      return Answer.failed(Troubles.words(e));
    } catch (StoreException | IllegalArgumentException e) {
      return Answer.failed(String.valueOf(e.getMessage()));
    }
  }

  /// What it is remembered by has to be whole.
  private static void require(Origin origin) {
    if (origin.id().isEmpty() || origin.id().length() > ID_LENGTH_MAX) {
      throw new IllegalArgumentException("its id is empty, or too long");
    }
    if (origin.key().isEmpty() || origin.key().length() > KEY_LENGTH_MAX) {
      throw new IllegalArgumentException("its key is empty, or too long");
    }
  }

  /// When it was made; now, if that is not told or can't be.
  Instant date(Optional<Instant> told) {
    var now = time.instant();
    return told.filter(at -> !at.isBefore(Instant.EPOCH) && !at.isAfter(now)).orElse(now);
  }

  /// @throws IllegalArgumentException if it is none
  Visibility visibility(String word) {
    var all = wanted.visibility();
    return all != null
        ? all
        : Arrays.stream(Visibility.values())
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("“" + word + "” is no visibility"));
  }

  /// What the record has become in an earlier run.
  Optional<String> known(RecordKind kind, String key) {
    return database.read(tables -> tables.arrivals().find(importer(), kind, key));
  }

  /// To be called in the transaction that makes what it became.
  void remember(Database.Tables tables, RecordKind kind, String key, String became) {
    tables.arrivals().put(importer(), kind, key, became, time.instant());
  }

  /// The same for the addresses that it had.
  static void lead(Database.Tables tables, List<String> addresses, OldAddress to) {
    addresses.stream()
        .map(address -> address.replaceAll("^/+|/+$", ""))
        .filter(path -> !path.isEmpty() && path.length() <= ADDRESS_LENGTH_MAX)
        .limit(ADDRESSES_MAX)
        .forEach(path -> tables.arrivals().lead(path, to));
  }
}
