package contentgremlin.engine.arrival;

/// The addresses that MediaGoblin gives to things, without slashes around.
final class OldAddresses {
  private OldAddresses() {}

  static String person(String name) {
    return "u/" + name;
  }

  static String media(String person, String slug) {
    return "u/" + person + "/m/" + slug;
  }

  static String collection(String person, String slug) {
    return "u/" + person + "/collection/" + slug;
  }
}
