package contentgremlin.grab;

import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.UnansweredException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks one provider, and reads its answers as JSON. Thread-safe as far as the sources are.
///
/// @param headers of each question
record Asking(Provider provider, Sources sources, Map<String, String> headers) {
  static final JsonMapper JSON = JsonMapper.builder().build();

  Asking {
    headers = Map.copyOf(headers);
  }

  static Asking of(Provider provider, Sources sources) {
    return new Asking(provider, sources, Map.of());
  }

  Asking with(String header, String value) {
    return new Asking(provider, sources, Map.of(header, value));
  }

  Address at(String... segments) {
    var address = new Address(sources.address(provider));
    for (var segment : segments) {
      address.to(segment);
    }
    return address;
  }

  String key() {
    return sources.setting(provider.keySetting()).strip();
  }

  List<String> languages() {
    return sources.languages();
  }

  Question question(Address address, String body) {
    return new Question(provider, address.toString(), headers, body);
  }

  /// @return empty if there is nothing
  Optional<JsonNode> get(Address address) throws InterruptedException, UnansweredException {
    return get(question(address, ""));
  }

  /// What is no JSON is no answer: that there is nothing is never concluded from it.
  Optional<JsonNode> get(Question question) throws InterruptedException, UnansweredException {
    var reply = sources.ask(question);
    if (reply.isEmpty()) {
      return Optional.empty();
    }
    try {
      var answer = JSON.readTree(reply.get().text());
      if (answer.isObject() || answer.isArray()) {
        return Optional.of(answer);
      }
    } catch (JacksonException _) {
      // Told below, without what it said: that may be anything.
    }
    throw sources.unanswered(
        question, Problem.TROUBLE, provider.name() + " answered something that is no JSON");
  }

  /// Asks for a list, which is at this path of the answer. That it is empty is believed no longer
  /// than that there is nothing.
  List<JsonNode> list(Address address, String... path)
      throws InterruptedException, UnansweredException {
    var question = question(address, "");
    var answer = get(question);
    if (answer.isEmpty()) {
      return List.of();
    }
    var members = Json.list(answer.get(), path);
    if (members.isEmpty()) {
      sources.absent(question);
    }
    return members;
  }
}
