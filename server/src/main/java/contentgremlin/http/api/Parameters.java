package contentgremlin.http.api;

import contentgremlin.account.AccountId;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.job.JobId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/// Reads what stands in a request's address. What can't be read ends in a problem that names the
/// parameter.
final class Parameters {
  private static final int LIMIT_DEFAULT = 50;

  /// In UTF-16 units.
  private static final int LENGTH_MAX = 500;

  /// No store needs to understand later times.
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  private Parameters() {}

  static ProblemException wrong(String name, String why) {
    return new ProblemException(
        400, "Wrong parameter", "The parameter “" + name + "” " + why + ".");
  }

  static int limit(Request request, int max) {
    return request
        .query("limit")
        .map(text -> number("limit", text, 1, max, "must be a number from 1 to " + max).intValue())
        .orElse(Math.min(LIMIT_DEFAULT, max));
  }

  /// A parameter that is there and not empty.
  static Optional<String> text(Request request, String name) {
    return text(request, name, LENGTH_MAX);
  }

  static Optional<String> text(Request request, String name, int max) {
    var text = request.query(name).map(String::strip).filter(value -> !value.isEmpty());
    text.ifPresent(value -> {
      if (value.length() > max) {
        throw wrong(name, "has more than " + max + " characters");
      }
      if (value.indexOf('\0') >= 0) {
        throw wrong(name, "must not have a NUL in it");
      }
    });
    return text;
  }

  /// @param of throws IllegalArgumentException for other words
  static <T> Optional<T> word(Request request, String name, Function<String, T> of, String words) {
    return text(request, name)
        .map(word -> {
          try {
            return of.apply(word);
          } catch (IllegalArgumentException _) {
            throw wrong(name, "must be one of " + words);
          }
        });
  }

  static Optional<JobId> jobBefore(Request request) {
    return text(request, "before")
        .map(text -> number("before", text, 0, Long.MAX_VALUE, "is not one that we gave out"))
        .map(JobId::new);
  }

  /// The number of what the page before ended with.
  static Optional<Long> numberAfter(Request request) {
    return text(request, "after")
        .map(text -> number("after", text, 0, Long.MAX_VALUE, "is not one that we gave out"));
  }

  static Optional<AccountId> accountAfter(Request request) {
    return text(request, "after")
        .map(text -> number("after", text, 0, Long.MAX_VALUE, "is not one that we gave out"))
        .map(AccountId::new);
  }

  /// How many of a list that grows were seen already.
  static int countAfter(Request request) {
    return text(request, "after")
        .map(text -> number("after", text, 0, Integer.MAX_VALUE, "is not one that we gave out"))
        .map(Long::intValue)
        .orElse(0);
  }

  private static Long number(String name, String text, long min, long max, String why) {
    try {
      long value = Long.parseLong(text);
      if (value < min || value > max) {
        throw wrong(name, why);
      }
      return value;
    } catch (NumberFormatException _) {
      throw wrong(name, why);
    }
  }

  /// The item of the address; 404 for what can't be one.
  static ItemId item(Request request) {
    return itemOf(request.parameter("id")).orElseThrow(Parameters::noItem);
  }

  static Optional<ItemId> itemOf(String text) {
    try {
      return Optional.of(new ItemId(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static ProblemException noItem() {
    return new ProblemException(404, "Not found", "There is no such item.");
  }

  static JobId job(Request request) {
    try {
      return new JobId(Long.parseLong(request.parameter("id")));
    } catch (NumberFormatException _) {
      throw noJob();
    }
  }

  static ProblemException noJob() {
    return new ProblemException(404, "Not found", "There is no such job.");
  }

  /// Where a page of items ended, as a text that nobody needs to understand. Whoever changes it
  /// only starts elsewhere: what may be seen is decided for each item.
  static String cursor(ItemQuery.Key key) {
    var created = key.created();
    return encoded(created.getEpochSecond() + "." + created.getNano() + "." + key.id().value());
  }

  static Optional<ItemQuery.Key> itemAfter(Request request) {
    return text(request, "after").map(Parameters::key);
  }

  private static ItemQuery.Key key(String cursor) {
    var parts = decoded(cursor).split("\\.", 3);
    try {
      if (parts.length == 3) {
        var created = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        if (!created.isBefore(Instant.EPOCH) && created.isBefore(END_OF_TIME)) {
          return new ItemQuery.Key(created, new ItemId(parts[2]));
        }
      }
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
      // Told below, together with a wrong number of parts.
    }
    throw wrong("after", "is not one that we gave out");
  }

  /// Where a page of matches ended: a ranking has no key, only a place.
  static String cursor(int skip) {
    return encoded("skip." + skip);
  }

  static int matchesAfter(Request request, int max) {
    return text(request, "after")
        .map(cursor -> {
          var parts = decoded(cursor).split("\\.", 2);
          if (parts.length != 2 || !parts[0].equals("skip")) {
            throw wrong("after", "is not one that we gave out");
          }
          return number("after", parts[1], 0, max, "is not one that we gave out").intValue();
        })
        .orElse(0);
  }

  static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw wrong("after", "is not one that we gave out");
    }
  }
}
