package contentgremlin.enrich;

import java.util.Map;

/// A request to a provider.
///
/// Two with the same address, body, `Accept` and `Accept-Language` ask the same; other headers only
/// say who asks.
///
/// @param address whole, beginning with that of the provider, with what is asked for
/// @param headers besides the usual ones; not shown, since keys may be in there
/// @param body empty: GET; else it is sent as JSON, by POST, unless a Content-Type says what it is
public record Question(
    Provider provider, String address, Map<String, String> headers, String body) {
  public Question {
    headers = Map.copyOf(headers);
  }

  public static Question of(Provider provider, String address) {
    return new Question(provider, address, Map.of(), "");
  }
}
