package contentgremlin.engine.extend;

import contentgremlin.enrich.Grabber;
import contentgremlin.extend.Shelf.Found;
import contentgremlin.extension.CompanionLine;
import contentgremlin.extension.Host;
import contentgremlin.extension.Item;
import contentgremlin.extension.Json;
import contentgremlin.extension.Tables;
import contentgremlin.grab.JsonTree;
import contentgremlin.jar.BundledJars;
import contentgremlin.jar.JarShelf;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Grabbers of extensions that come with the program, out of their jars and behind a guard, as the
/// server has them.
public final class Bundled {
  private Bundled() {}

  /// The only one of this extension.
  public static Grabber grabber(String id) {
    var jar =
        new JarShelf(BundledJars.folder(), Path.of("there-is-none"))
            .look().stream()
                .filter(Found.Usable.class::isInstance)
                .map(Found.Usable.class::cast)
                .filter(one -> one.declaration().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + BundledJars.folder()));
    var guard =
        new Guard(
            id,
            (_, reason) -> {
              throw new AssertionError(id + " is switched off: " + reason);
            });
    try {
      var offer = Offer.of(jar.declaration(), jar.maker().make().start(new OfGrabbers()));
      return new ForeignGrabber(guard, offer.grabbers().getFirst());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// All that a grabber may need; it has no tables and orders no jobs.
  private record OfGrabbers() implements Host {
    @Override
    public String setting(String name) {
      return "";
    }

    @Override
    public Tables tables() {
      throw new AssertionError("a grabber has none");
    }

    @Override
    public Optional<Item> item(String id) {
      return Optional.empty();
    }

    @Override
    public boolean order(String kind, String item, Map<String, String> input) {
      throw new AssertionError("a grabber orders no jobs");
    }

    @Override
    public Optional<Json> json(String text) {
      return JsonTree.read(text);
    }

    @Override
    public CompanionLine companion(String type, CompanionLine.Ear ear) {
      throw new AssertionError("a grabber has no companion");
    }

    @Override
    public void log(String line) {}

    @Override
    public Instant now() {
      return InstantSource.system().instant();
    }
  }
}
