package contentgremlin.engine.extend;

import contentgremlin.extend.Declaration;
import contentgremlin.extend.Refusal;
import contentgremlin.extension.Fragment;
import contentgremlin.extension.Grabber;
import contentgremlin.extension.Importer;
import contentgremlin.extension.InstallHook;
import contentgremlin.extension.InstallStep;
import contentgremlin.extension.JobHandler;
import contentgremlin.extension.Listener;
import contentgremlin.extension.MachineProvider;
import contentgremlin.extension.Parser;
import contentgremlin.extension.Parts;
import contentgremlin.extension.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What an extension offers, with all that it says of its parts: asked once, and kept. Made on a
/// thread of the extension's, since each question runs its code.
record Offer(
    List<OfGrabber> grabbers,
    List<OfParser> parsers,
    List<OfImporter> importers,
    Map<String, JobHandler> handlers,
    List<OfListener> listeners,
    List<OfFragment> fragments,
    List<OfStep> steps,
    List<OfHook> hooks,
    List<Setting> settings,
    List<OfMachines> machines) {
  /// Of each kind.
  private static final int PARTS_MAX = 50;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
  private static final Set<String> TAKEN =
      Set.of("parse", "download", "ending", "embedded", "person", "name");

  /// Machines are called by their provider, and these names are the server's own.
  private static final Set<String> PLACES = Set.of("local", "worker");

  private static final Set<String> SLOTS = Set.of(Fragment.ITEM, Fragment.HOME, Fragment.FOOTER);
  private static final Set<String> MOMENTS =
      Set.of(InstallHook.BEFORE, InstallHook.AFTER, InstallHook.AROUND);

  /// What an importer may be told, and what the server itself is told with an import.
  private static final int OPTIONS_MAX = 20;

  private static final Set<String> OPTION_KINDS =
      Set.of(Importer.Option.DATABASE, Importer.Option.FOLDER, Importer.Option.TEXT);
  private static final Set<String> OPTIONS_TAKEN =
      Set.of("administrators", "dry-run", "help", "home", "json", "people", "user", "visibility");

  record OfGrabber(Grabber part, Grabber.Profile profile) {}

  record OfImporter(Importer part, String id, String title, List<Importer.Option> options) {}

  record OfParser(Parser part, String id, int version) {}

  record OfListener(Listener part, Set<String> types) {}

  record OfFragment(Fragment part, String slot) {}

  record OfStep(InstallStep part, String id, String title, List<String> requires) {}

  record OfHook(
      InstallHook part,
      String id,
      String title,
      String step,
      String moment,
      List<String> requires) {}

  record OfMachines(MachineProvider part, String id, String title) {}

  /// @throws Refusal if a part has a name that is not its own to give
  static Offer of(Declaration declaration, Parts parts) {
    var ids = new HashSet<String>();
    return new Offer(
        some(parts.grabbers()).stream().map(part -> grabber(part, ids)).toList(),
        some(parts.parsers()).stream()
            .map(part -> new OfParser(part, own(declaration, part.id(), ids), part.version()))
            .toList(),
        some(parts.importers()).stream().map(part -> importer(declaration, part, ids)).toList(),
        handlers(declaration, parts.jobHandlers(), ids),
        some(parts.listeners()).stream()
            .map(part -> new OfListener(part, Set.copyOf(part.types())))
            .toList(),
        some(parts.fragments()).stream().map(Offer::fragment).toList(),
        some(parts.installSteps()).stream()
            .map(part -> new OfStep(part, plain(part.id()), part.title(), needs(part.requires())))
            .toList(),
        some(parts.installHooks()).stream().map(Offer::hook).toList(),
        settings(declaration, parts.settings()),
        machines(declaration, parts.machineProviders()));
  }

  private static <T> List<T> some(List<T> parts) {
    if (parts.size() > PARTS_MAX) {
      throw new Refusal("it offers more than %d parts of one kind".formatted(PARTS_MAX));
    }
    return parts;
  }

  private static OfGrabber grabber(Grabber part, Set<String> ids) {
    var profile = part.profile();
    if (TAKEN.contains(profile.id()) || !ids.add(plain(profile.id()))) {
      throw new Refusal("no grabber can be called “%s”".formatted(profile.id()));
    }
    if (profile.asks().size() > 1) {
      throw new Refusal("a grabber can ask one provider, not %d".formatted(profile.asks().size()));
    }
    profile.asks().forEach(provider -> plain(provider.id()));
    return new OfGrabber(part, profile);
  }

  private static OfImporter importer(Declaration declaration, Importer part, Set<String> ids) {
    var id = itselfOrOwn(declaration, part.id(), ids);
    var options = List.copyOf(part.options());
    if (options.size() > OPTIONS_MAX) {
      throw new Refusal("“%s” wants to be told more than %d things".formatted(id, OPTIONS_MAX));
    }
    if (options.stream().filter(one -> one.kind().equals(Importer.Option.DATABASE)).count() > 1) {
      throw new Refusal("“%s” wants to read more than one database".formatted(id));
    }
    var names = new HashSet<String>();
    options.forEach(option -> requireFit(id, option, names));
    return new OfImporter(part, id, part.title(), options);
  }

  private static void requireFit(String id, Importer.Option option, Set<String> names) {
    if (OPTIONS_TAKEN.contains(option.name()) || !names.add(plain(option.name()))) {
      throw new Refusal("no option of “%s” can be called “%s”".formatted(id, option.name()));
    }
    if (!OPTION_KINDS.contains(option.kind())) {
      throw new Refusal("there is no kind of options called “%s”".formatted(option.kind()));
    }
  }

  private static Map<String, JobHandler> handlers(
      Declaration declaration, List<JobHandler> parts, Set<String> ids) {
    var handlers = new TreeMap<String, JobHandler>();
    some(parts).forEach(part -> handlers.put(own(declaration, part.kind(), ids), part));
    return Map.copyOf(handlers);
  }

  private static OfFragment fragment(Fragment part) {
    var slot = part.slot();
    if (!SLOTS.contains(slot)) {
      throw new Refusal("there is no slot called “%s”".formatted(slot));
    }
    return new OfFragment(part, slot);
  }

  private static OfHook hook(InstallHook part) {
    var moment = part.moment();
    if (!MOMENTS.contains(moment)) {
      throw new Refusal("there is no moment called “%s”".formatted(moment));
    }
    return new OfHook(
        part, plain(part.id()), part.title(), part.step(), moment, needs(part.requires()));
  }

  private static List<String> needs(List<String> words) {
    for (var word : words) {
      if (Contributions.need(word) == null) {
        throw new Refusal("“%s” is nothing that can be required".formatted(word));
      }
    }
    return List.copyOf(words);
  }

  private static List<Setting> settings(Declaration declaration, List<Setting> parts) {
    var names = new HashSet<String>();
    for (var setting : some(parts)) {
      own(declaration, setting.name(), names);
    }
    return parts;
  }

  private static List<OfMachines> machines(Declaration declaration, List<MachineProvider> parts) {
    var ids = new HashSet<String>();
    var machines = new ArrayList<OfMachines>();
    for (var part : some(parts)) {
      var id = part.id();
      if (PLACES.contains(id)) {
        throw new Refusal("no provider of machines can be called “%s”".formatted(id));
      }
      machines.add(new OfMachines(part, itselfOrOwn(declaration, id, ids), part.title()));
    }
    return machines;
  }

  private static String plain(String id) {
    if (!ID.matcher(id).matches()) {
      throw new Refusal(
          "“%s” can't be an id: small letters, digits and “-”, at most 60".formatted(id));
    }
    return id;
  }

  private static String itselfOrOwn(Declaration declaration, String id, Set<String> ids) {
    if (!id.equals(declaration.id())) {
      return own(declaration, id, ids);
    }
    if (!ids.add(id)) {
      throw new Refusal("it offers “%s” twice".formatted(id));
    }
    return id;
  }

  private static String own(Declaration declaration, String id, Set<String> ids) {
    if (!declaration.owns(plain(id))) {
      throw new Refusal(
          "“%s” must begin with “%s-”: names of its own only".formatted(id, declaration.id()));
    }
    if (!ids.add(id)) {
      throw new Refusal("it offers “%s” twice".formatted(id));
    }
    return id;
  }

  /// What it offers, in words.
  List<String> words() {
    var words = new ArrayList<String>();
    grabbers.forEach(one -> words.add("grabber " + one.profile().id()));
    parsers.forEach(one -> words.add("parser " + one.id()));
    importers.forEach(one -> words.add("importer " + one.id()));
    handlers.keySet().stream().sorted().forEach(kind -> words.add("jobs " + kind));
    listeners.forEach(one ->
        words.add("listener to " + String.join(", ", one.types().stream().sorted().toList())));
    fragments.forEach(one -> words.add("fragment in " + one.slot()));
    steps.forEach(one -> words.add("installer step " + one.id()));
    hooks.forEach(one -> words.add("hook %s %s".formatted(one.moment(), one.step())));
    settings.forEach(one -> words.add("setting " + one.name()));
    machines.forEach(one -> words.add("machines " + one.id()));
    return words;
  }
}
