package contentgremlin.engine.enrich;

import contentgremlin.enrich.Fetcher;
import contentgremlin.enrich.Fetcher.Answer;
import contentgremlin.enrich.Fetcher.Head;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Option;
import contentgremlin.enrich.PictureStore.Picture;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wanted;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Fetches files that grabbers found, each once, and goes on where it was cut off. Thread-safe.
final class Downloads {
  private static final long PICTURE_BYTES_MAX = 30 << 20;
  private static final long SUBTITLE_BYTES_MAX = 2 << 20;
  private static final Duration TIME_MAX = Duration.ofMinutes(3);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
  private static final int DOUBLINGS_MAX = 9;

  /// Two that share a lock by chance wait for each other, and nothing worse.
  private static final int LOCKS = 64;

  private static final Set<Integer> GONE = Set.of(404, 410, 451);
  private static final int NO_SUCH_PART = 416;

  private final Database database;
  private final Vault vault;
  private final Asker asker;
  private final Function<String, Optional<Grabber>> grabbers;
  private final UnaryOperator<String> setting;
  private final InstantSource time;
  private final Lock[] locks =
      IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toArray(Lock[]::new);

  Downloads(
      Database database,
      Vault vault,
      Asker asker,
      Function<String, Optional<Grabber>> grabbers,
      UnaryOperator<String> setting,
      InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.asker = asker;
    this.grabbers = grabbers;
    this.setting = setting;
    this.time = time;
  }

  /// Fetches it, unless it is here, or somebody else has just tried in vain. What goes wrong is
  /// noted.
  ///
  /// @param target gets a copy
  /// @return false if it can't be had now, or need not
  boolean get(Picture wanted, Path target, long demand) throws InterruptedException, IOException {
    var lock = lock(wanted.id());
    lock.lockInterruptibly();
    try {
      var known = database.read(tables -> tables.pictures().find(wanted.id()));
      if (known.isEmpty() || !isToBeHad(known.get())) {
        return false;
      }
      var half = new Half(vault, wanted.id());
      boolean isHere = half.isWhole() || fetch(wanted, half, demand);
      if (isHere) {
        Files.copy(half.data(), target, StandardCopyOption.REPLACE_EXISTING);
      }
      return isHere;
    } finally {
      lock.unlock();
    }
  }

  private Lock lock(long picture) {
    return locks[Math.floorMod(picture, LOCKS)];
  }

  private boolean isToBeHad(Picture picture) {
    var until = picture.until();
    return picture.file() == null
        && !picture.isRefused()
        && (until == null || !time.instant().isBefore(until));
  }

  private boolean fetch(Picture picture, Half half, long demand)
      throws InterruptedException, IOException {
    try {
      var answer = asked(picture, half, demand);
      if (answer instanceof Answer.Spoken(var head, _) && head.status() == NO_SUCH_PART) {
        half.clear(); // it has become another one
        answer = asked(picture, half, demand);
      }
      return judged(picture, half, answer);
    } catch (UnansweredException e) {
      failed(picture, String.valueOf(e.getMessage()), e.pause());
      return false;
    }
  }

  private Answer asked(Picture picture, Half half, long demand)
      throws InterruptedException, IOException, UnansweredException {
    var profile = grabbers.apply(picture.grabber()).map(Grabber::profile);
    @Nullable Provider provider = profile.flatMap(Profile::asked).orElse(null);
    var trusted = profile.map(this::trusted).orElse(Set.of());
    var order =
        new Fetcher.Order(
            address(picture.wanted().address(), trusted),
            Map.of(),
            "",
            Fetcher.Since.NEVER,
            half.rest(),
            new Fetcher.Limits(limit(picture.wanted().kind()), TIME_MAX),
            trusted);
    return asker.fetch(provider, order, half::open, demand);
  }

  static long limit(Wanted.Kind kind) {
    return switch (kind) {
      case COVER, POSTER, BACKDROP, LOGO -> PICTURE_BYTES_MAX;
      case SUBTITLE -> SUBTITLE_BYTES_MAX;
    };
  }

  /// All addresses that an administrator has set for who found it.
  private Set<String> trusted(Profile profile) {
    var names = new HashSet<>(profile.options().stream().map(Option::name).toList());
    profile.asked().map(Provider::addressSetting).ifPresent(names::add);
    var trusted = new HashSet<String>();
    for (var name : names) {
      var value = setting.apply(name);
      if (value.startsWith("http://") || value.startsWith("https://")) {
        trusted.add(value);
      }
    }
    return trusted;
  }

  /// Many still name what is encrypted by its older address.
  private static String address(String wanted, Set<String> trusted) {
    boolean isPlain = wanted.startsWith("http://");
    return isPlain && trusted.stream().noneMatch(one -> isSamePlace(one, wanted))
        ? "https://" + wanted.substring("http://".length())
        : wanted;
  }

  private static boolean isSamePlace(String one, String other) {
    try {
      return Objects.equals(URI.create(one).getAuthority(), URI.create(other).getAuthority());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private boolean judged(Picture picture, Half half, Answer answer) throws IOException {
    return switch (answer) {
      case Answer.Spoken(var head, _) when head.isFine() -> {
        half.finish();
        yield true;
      }
      case Answer.Spoken(var head, _) -> {
        missed(picture, half, head);
        yield false;
      }
      case Answer.Broken(var reason) -> {
        failed(picture, reason, Duration.ZERO);
        yield false;
      }
      case Answer.Refused(var reason) -> {
        refused(picture, reason);
        half.clear();
        yield false;
      }
    };
  }

  private void missed(Picture picture, Half half, Head head) throws IOException {
    if (GONE.contains(head.status())) {
      refused(picture, "it is not there (%d)".formatted(head.status()));
      half.clear();
    } else {
      var wait = RetryAfter.of(head.retryAfter(), time.instant());
      failed(picture, "the answer was " + head.status(), wait);
    }
  }

  void failed(Picture picture, String reason, Duration wait) {
    change(
        picture,
        now -> {
          var usual = FIRST_PAUSE.multipliedBy(1L << Math.min(now.failures(), DOUBLINGS_MAX));
          var pause = usual.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : usual;
          return now.failed(time.instant().plus(pause.compareTo(wait) > 0 ? pause : wait), reason);
        });
  }

  void refused(Picture picture, String reason) {
    change(picture, now -> now.refused(reason));
  }

  private void change(Picture picture, UnaryOperator<Picture> change) {
    database.write(tables -> {
      tables
          .pictures()
          .find(picture.id())
          .filter(now -> now.file() == null)
          .ifPresent(now -> tables.pictures().update(change.apply(now)));
      return picture;
    });
  }

  /// Forgets what has come of it: it has found its place, or is no good.
  void clear(long picture) throws IOException {
    var lock = lock(picture);
    lock.lock();
    try {
      new Half(vault, picture).clear();
    } finally {
      lock.unlock();
    }
  }
}
