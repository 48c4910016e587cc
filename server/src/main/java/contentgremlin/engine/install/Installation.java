package contentgremlin.engine.install;

import contentgremlin.engine.Accounts;
import contentgremlin.install.Contributor;
import contentgremlin.install.MediaFolders;
import contentgremlin.machine.MachineProvider;
import contentgremlin.machine.Surveyor;
import contentgremlin.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/// The steps that every installation has.
///
/// @param home the server's own folder
/// @param schema that the program needs
/// @param tables that its schema makes
/// @param providers of machines, as they are at each run
public record Installation(
    Database database,
    String node,
    Accounts accounts,
    Surveyor surveyor,
    MediaFolders folders,
    Path home,
    int schema,
    Collection<String> tables,
    Supplier<List<MachineProvider>> providers,
    InstantSource time) {
  public Contributor builtIn() {
    return Contributor.of(
        "Contentgremlin",
        List.of(
            new DatabaseStep(database, schema, tables),
            new MachineStep(database, node, surveyor, time),
            new EncoderStep(database, node, surveyor, time),
            new AdministratorStep(accounts),
            new SettingsStep(database),
            new MachineImportStep(database, node, providers, time),
            new SuggestionStep(database, node, folders, home)),
        List.of());
  }
}
