package contentgremlin.engine.enrich;

import contentgremlin.engine.JobHandler;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Reply;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.item.Source;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a grabber may look while it works on one job.
final class LocalSources implements Sources {
  /// No sidecar of words is larger.
  private static final int TEXT_BYTES_MAX = 2 << 20;

  private static final int OUTPUT_BYTES_MAX = 4 << 20;

  private final JobHandler.Task task;
  private final Vault vault;
  private final Asker asker;
  private final Map<String, String> values = new HashMap<>();
  private final List<String> languages;

  LocalSources(
      JobHandler.Task task,
      Profile profile,
      Database database,
      Vault vault,
      GrabberSettings settings,
      Asker asker) {
    this.task = task;
    this.vault = vault;
    this.asker = asker;
    this.languages =
        database.read(tables -> {
          for (var option : settings.options()) {
            values.put(option.name(), settings.value(option.name(), tables.settings()));
          }
          return GrabberSettings.languages(tables.settings());
        });
  }

  @Override
  public Optional<Reply> ask(Question question) throws InterruptedException, UnansweredException {
    return asker.ask(question, task.job().priority().demand());
  }

  @Override
  public UnansweredException unanswered(Question question, Problem problem, String reason) {
    return asker.unanswered(question, problem, reason);
  }

  @Override
  public void absent(Question question) {
    asker.absent(question);
  }

  @Override
  public Optional<String> beside(String name) {
    if (!(task.item().source() instanceof Source.Mirrored mirrored)) {
      return Optional.empty();
    }
    var folder = above(mirrored.path());
    var path =
        name.startsWith("../")
            ? above(folder) + "/" + name.substring("../".length())
            : folder + "/" + name;
    try {
      return text(vault.mirrored(mirrored.root(), path));
    } catch (UncheckedIOException _) {
      return Optional.empty();
    }
  }

  private static String above(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  @Override
  public Optional<String> output(String name) {
    return text(task.folder().resolve(name));
  }

  @Override
  public Optional<byte[]> outputBytes(String name) {
    try (var stream = Files.newInputStream(task.folder().resolve(name))) {
      var bytes = stream.readNBytes(OUTPUT_BYTES_MAX + 1);
      return bytes.length > OUTPUT_BYTES_MAX ? Optional.empty() : Optional.of(bytes);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Path file) {
    try (var stream = Files.newInputStream(file)) {
      var bytes = stream.readNBytes(TEXT_BYTES_MAX + 1);
      return bytes.length > TEXT_BYTES_MAX ? Optional.empty() : Optional.of(decoded(bytes));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Older files beside films are not always UTF-8.
  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public String setting(String name) {
    return values.getOrDefault(name, "");
  }

  @Override
  public String address(Provider provider) {
    var set = setting(provider.addressSetting());
    var address = set.isBlank() ? provider.address() : set;
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  @Override
  public List<String> languages() {
    return languages;
  }
}
