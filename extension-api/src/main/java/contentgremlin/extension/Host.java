package contentgremlin.extension;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the server does for an extension. Thread-safe.
public interface Host {
  /// The value of one of the extension's settings, or its default.
  ///
  /// @param name as its [Setting] has it
  String setting(String name);

  /// The extension's own tables.
  Tables tables();

  /// All that is known of an item. Not everybody may see all of that, as where it was taken: a
  /// [Fragment] shows what it is given.
  ///
  /// @return empty if there is no such item, or not any more
  Optional<Item> item(String id);

  /// Has one of the extension's job handlers work on an item, soon. The job is durable: it outlives
  /// stops, crashes and upgrades.
  ///
  /// @param kind of the handler
  /// @param input what the handler needs to know besides the item; at most 100 values, with 4,000
  ///   characters each
  /// @return whether there is such an item
  boolean order(String kind, String item, Map<String, String> input);

  /// @return empty if it is no JSON
  Optional<Json> json(String text);

  /// A process of the extension's own, in which native code may run. It is started by the first
  /// question. At most four of them.
  ///
  /// @param type the name of its class, which implements [Companion]
  /// @param ear hears what it says by itself
  CompanionLine companion(String type, CompanionLine.Ear ear);

  /// Writes a line into the server's log, at most 1,000 characters of it.
  void log(String line);

  /// The server's time: ask this one, so that tests can move it.
  Instant now();
}
