package contentgremlin.engine.enrich;

import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Option;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.store.Setting;
import contentgremlin.store.SettingStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which grabbers there are, and what an administrator has set for them and for those whom they
/// ask. Without a word from an administrator nobody outside is asked anything.
public final class GrabberSettings {
  private final Map<String, Grabber> grabbers = new LinkedHashMap<>();
  private final Map<String, Option> options = new TreeMap<>();

  public GrabberSettings(List<Grabber> grabbers) {
    for (var grabber : grabbers) {
      var profile = grabber.profile();
      if (this.grabbers.putIfAbsent(profile.id(), grabber) != null) {
        throw new IllegalArgumentException("there are two grabbers called " + profile.id());
      }
      profile.options().forEach(option -> options.put(option.name(), option));
      profile.asked().ifPresent(this::add);
    }
  }

  private void add(Provider provider) {
    var address =
        new Option(
            provider.addressSetting(),
            provider.address(),
            "Where " + provider.name() + " is asked, if not at its own address",
            false,
            false);
    options.put(address.name(), address);
    if (provider.key() == Provider.Key.NEEDED) {
      var key =
          new Option(
              provider.keySetting(),
              "",
              "The key that " + provider.name() + " has given you; without one it is not asked",
              true,
              false);
      options.put(key.name(), key);
    }
  }

  public List<Grabber> all() {
    return List.copyOf(grabbers.values());
  }

  public Optional<Grabber> find(String id) {
    return Optional.ofNullable(grabbers.get(id));
  }

  /// All that can be set, by name.
  public List<Option> options() {
    return List.copyOf(options.values());
  }

  public Optional<Option> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  public String value(String name, SettingStore store) {
    var fallback = option(name).map(Option::fallback).orElse("");
    return store.find(name).orElse(fallback);
  }

  /// Those that may be run as things are set now.
  public List<Grabber> active(SettingStore store) {
    var providers = words(Setting.PROVIDERS.text(store));
    var off = words(Setting.GRABBERS_OFF.text(store));
    return grabbers.values().stream()
        .filter(grabber -> !off.contains(grabber.profile().id()))
        .filter(grabber -> mayAsk(grabber.profile(), providers, store))
        .toList();
  }

  private boolean mayAsk(Profile profile, Set<String> providers, SettingStore store) {
    return profile
        .asked()
        .map(provider ->
            (providers.contains(provider.id()) || providers.contains(Setting.ALL))
                && (provider.key() == Provider.Key.NONE
                    || !value(provider.keySetting(), store).isBlank()))
        .orElse(true);
  }

  /// Which languages are wanted, the best first.
  public static List<String> languages(SettingStore store) {
    var words = List.copyOf(words(Setting.METADATA_LANGUAGES.text(store)));
    return words.isEmpty() ? List.of("en") : words;
  }

  /// Tells the grabber, as it is set now, from what it was when it said something.
  public String mark(Profile profile, SettingStore store) {
    var parts = new ArrayList<String>();
    parts.add(profile.id());
    parts.add(Integer.toString(profile.version()));
    if (profile.isNetworked()) {
      parts.addAll(languages(store));
    }
    for (var option : profile.options()) {
      if (option.counts()) {
        parts.add(option.name() + "=" + value(option.name(), store));
      }
    }
    return Marks.of(parts);
  }

  private static Set<String> words(String text) {
    return Stream.of(text.split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }
}
