package contentgremlin.enrich;

import java.time.Duration;

/// Somebody who can be asked over the network. It has one budget for the whole instance, however
/// many grabbers ask it.
///
/// @param id small letters, digits and "-"; names its settings
/// @param name as people call it
/// @param address of its interface, without a slash at its end; a setting may put another one in
///   its place
/// @param key whether it is only asked by those who have one
/// @param found how long its answers are believed
/// @param absent how long it is believed that it has nothing
public record Provider(
    String id, String name, String address, Rate rate, Key key, Duration found, Duration absent) {
  public enum Key {
    NONE,
    NEEDED
  }

  /// The setting with another address than its own.
  public String addressSetting() {
    return id + "-address";
  }

  public String keySetting() {
    return id + "-key";
  }
}
