package contentgremlin.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an importer wants to be told, as the server says.
record ImporterOptions(String id, String title, List<One> options) {
  private static final String SQLITE = "sqlite:///";

  /// @param kind database, folder or text
  record One(String name, String kind, boolean required, String meaning) {
    private String label() {
      return switch (kind) {
        case "database" -> "URL|FILE";
        case "folder" -> "DIR";
        default -> "TEXT";
      };
    }

    private String words() {
      var words = "--" + Texts.printable(name) + " " + label();
      return required ? words : "[" + words + "]";
    }

    private OptionSpec spec() {
      return OptionSpec.builder("--" + name)
          .type(String.class)
          .paramLabel(label())
          .required(required)
          .description(meaning.replace("%", "%%"))
          .build();
    }

    /// The server may have another working directory.
    private String absolute(String value) {
      return switch (kind) {
        case "database" -> absoluteDatabase(value);
        case "folder" -> absolutePath(value);
        default -> value;
      };
    }
  }

  /// @param answer of the server
  static List<ImporterOptions> all(JsonNode answer) {
    var all = new ArrayList<ImporterOptions>();
    for (var importer : answer.path("importers")) {
      var options = new ArrayList<One>();
      for (var option : importer.path("options")) {
        options.add(
            new One(
                option.path("name").asString(""),
                option.path("kind").asString(""),
                option.path("required").asBoolean(false),
                option.path("meaning").asString("")));
      }
      all.add(
          new ImporterOptions(
              importer.path("id").asString(""), importer.path("title").asString(""), options));
    }
    return all;
  }

  /// Who there is, in lines below one another.
  static String words(List<ImporterOptions> all) {
    if (all.isEmpty()) {
      return " There is no importer: gremlin extension list";
    }
    var words = new StringBuilder(" There are:");
    all.forEach(one -> words.append("\n  ").append(one.words()));
    return words.toString();
  }

  private String words() {
    var words = new StringBuilder(Texts.printable(id));
    options.forEach(option -> words.append(' ').append(option.words()));
    return words.append("\n      ").append(Texts.printable(title)).toString();
  }

  /// Reads the options that the command itself does not know.
  ///
  /// @return as the server wants them
  /// @throws ParameterException if they are none of the importer's, or one is missing
  ObjectNode read(CommandSpec command, List<String> arguments) {
    var spec = CommandSpec.create().name("gremlin import " + id);
    options.forEach(option -> spec.addOption(option.spec()));
    var body = Api.JSON.createObjectNode();
    try {
      var found = new CommandLine(spec).parseArgs(arguments.toArray(String[]::new));
      for (var option : options) {
        if (found.hasMatchedOption("--" + option.name())) {
          String value = found.matchedOption("--" + option.name()).getValue();
          body.put(option.name(), option.absolute(value));
        }
      }
      return body;
    } catch (ParameterException e) {
      throw new ParameterException(command.commandLine(), e.getMessage() + "\n  " + words());
    } catch (InvalidPathException e) {
      throw new ParameterException(
          command.commandLine(), "“" + e.getInput() + "” is no path: " + e.getReason());
    }
  }

  private static String absoluteDatabase(String database) {
    var file = database.startsWith(SQLITE) ? database.substring(SQLITE.length()) : database;
    return file.contains("://") || file.startsWith("jdbc:") ? database : absolutePath(file);
  }

  private static String absolutePath(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }
}
