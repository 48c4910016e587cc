package contentgremlin.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `add` says of the files it uploads.
final class AboutOptions {
  @Option(names = "--title", description = "For one file (default: from its tags, or its name)")
  private @Nullable String title;

  @Option(names = "--description", description = "A text about it")
  private @Nullable String description;

  @Option(names = "--tag", paramLabel = "TAG", description = "May be repeated")
  private List<String> tags = List.of();

  @Option(
      names = "--visibility",
      description = "public, unlisted or private (default: as gremlin set default-visibility)")
  private @Nullable String visibility;

  @Option(
      names = "--license",
      paramLabel = "TEXT",
      description = "An address that tells the licence, or its name")
  private @Nullable String licence;

  @Option(
      names = "--drop-original",
      description = "Keep only what is made from it, once that is checked")
  private boolean dropOriginal;

  @Option(
      names = "--keep-location",
      description = "Leave the place in published pictures, if they name one")
  private boolean keepLocation;

  boolean hasTitle() {
    return title != null;
  }

  Sender.About about() {
    return new Sender.About(
        title, description, tags, visibility, licence, dropOriginal, keepLocation);
  }
}
