package contentgremlin.engine.enrich;

import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Option;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.store.Setting;
import contentgremlin.store.SettingStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which grabbers there are, and what an administrator has set for them and for those whom they
/// ask. Without a word from an administrator nobody outside is asked anything. Grabbers of
/// extensions come and go while the server runs. Thread-safe.
public final class GrabberSettings {
  /// Never changes: whoever looks at it sees one moment.
  private record Known(Map<String, Grabber> grabbers, Map<String, Option> options) {}

  private volatile Known known;

  /// Of extensions, besides what their grabbers bring.
  private final Map<String, Option> added = new TreeMap<>();

  public GrabberSettings(List<Grabber> grabbers) {
    known = known(grabbers, Map.of());
  }

  /// @throws IllegalArgumentException if a name is taken; then nothing is added
  public synchronized void add(List<Grabber> grabbers, List<Option> options) {
    var all = new ArrayList<>(known.grabbers().values());
    all.addAll(grabbers);
    var more = new TreeMap<>(added);
    for (var option : options) {
      if (known.options().containsKey(option.name())) {
        throw new IllegalArgumentException("there are two settings called " + option.name());
      }
      more.put(option.name(), option);
    }
    known = known(all, more);
    added.putAll(more);
  }

  public synchronized void remove(List<Grabber> grabbers, List<Option> options) {
    options.forEach(option -> added.remove(option.name()));
    var left =
        known.grabbers().values().stream().filter(grabber -> !grabbers.contains(grabber)).toList();
    known = known(left, added);
  }

  private static Known known(List<Grabber> all, Map<String, Option> more) {
    var grabbers = new LinkedHashMap<String, Grabber>();
    var options = new TreeMap<>(more);
    var providers = new LinkedHashMap<String, Provider>();
    for (var grabber : all) {
      var profile = grabber.profile();
      if (grabbers.putIfAbsent(profile.id(), grabber) != null) {
        throw new IllegalArgumentException("there are two grabbers called " + profile.id());
      }
      profile.options().forEach(option -> options.put(option.name(), option));
      profile
          .asked()
          .ifPresent(provider -> {
            var other = providers.putIfAbsent(provider.id(), provider);
            if (other != null && !other.equals(provider)) {
              throw new IllegalArgumentException("there are two providers called " + provider.id());
            }
            add(options, provider);
          });
    }
    return new Known(Collections.unmodifiableMap(grabbers), Collections.unmodifiableMap(options));
  }

  private static void add(Map<String, Option> options, Provider provider) {
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
    return List.copyOf(known.grabbers().values());
  }

  public Optional<Grabber> find(String id) {
    return Optional.ofNullable(known.grabbers().get(id));
  }

  /// All that can be set, by name.
  public List<Option> options() {
    return List.copyOf(known.options().values());
  }

  public Optional<Option> option(String name) {
    return Optional.ofNullable(known.options().get(name));
  }

  public String value(String name, SettingStore store) {
    var fallback = option(name).map(Option::fallback).orElse("");
    return store.find(name).orElse(fallback);
  }

  /// Those that may be run as things are set now.
  public List<Grabber> active(SettingStore store) {
    var providers = words(Setting.PROVIDERS.text(store));
    var off = words(Setting.GRABBERS_OFF.text(store));
    return known.grabbers().values().stream()
        .filter(grabber -> !off.contains(grabber.profile().id()))
        .filter(grabber -> mayAsk(grabber.profile().asked(), providers, store))
        .filter(grabber -> mayAsk(grabber.onlyFor(), providers, store))
        .toList();
  }

  private boolean mayAsk(Optional<Provider> asked, Set<String> providers, SettingStore store) {
    return asked
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
