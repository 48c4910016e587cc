package contentgremlin.machine;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A place where work can be done, as it was when somebody last looked.
///
/// @param provider who knows it: "local", "libvirt", "worker"
/// @param host on which machine it runs, as far as that is known
/// @param adopted whether it may be started, stopped and given work; a machine that was only
///   imported is never touched
/// @param abilities what was looked for there, and whether it really is there
/// @param mark tells with what the encoders were tried: with another one, they are tried again; the
///   empty string if they were not tried yet
/// @param lookedAt when all this was found
public record Machine(
    MachineId id,
    Kind kind,
    String provider,
    String name,
    State state,
    @Nullable MachineId host,
    boolean adopted,
    Capacity capacity,
    List<Ability> abilities,
    String mark,
    Instant lookedAt) {
  /// The provider of the machine that the server itself runs on.
  public static final String LOCAL = "local";

  /// Names are for people, and come from outside.
  public static final int NAME_MAX = 200;

  public enum Kind {
    /// The server itself runs there.
    LOCAL,
    /// A virtual machine that a hypervisor knows.
    VIRTUAL,
    /// It runs `gremlin worker`, wherever it is.
    WORKER;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for any other word
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public enum State {
    RUNNING,
    SUSPENDED,
    OFF,
    /// It was there, and does not answer.
    UNREACHABLE,
    /// Whoever knew it does not know it any more.
    GONE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for any other word
    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public Machine {
    abilities = List.copyOf(abilities);
    name = name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
  }

  /// What its provider calls it, for as long as it exists.
  public String key() {
    return id.value().substring(Math.min(provider.length() + 1, id.value().length()));
  }

  /// Those of one kind.
  public List<Ability> abilities(Ability.Kind wanted) {
    return abilities.stream().filter(ability -> ability.kind() == wanted).toList();
  }

  public Machine with(List<Ability> others) {
    return new Machine(
        id, kind, provider, name, state, host, adopted, capacity, others, mark, lookedAt);
  }

  /// The same machine in another state.
  public Machine in(State next, Instant now) {
    return new Machine(
        id, kind, provider, name, next, host, adopted, capacity, abilities, mark, now);
  }
}
