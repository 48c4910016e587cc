package contentgremlin.machine;

import java.io.IOException;
import java.util.List;

/// Looks at the machine that this program runs on. Nothing is started that would stay. Thread-safe.
public interface Surveyor {
  /// @param name what the machine calls itself
  /// @param hypervisors each that was looked for
  record Survey(String name, Capacity capacity, List<Ability> hypervisors) {
    public Survey {
      hypervisors = List.copyOf(hypervisors);
    }
  }

  /// Quick: only looks at what is there.
  Survey survey() throws IOException;

  /// Tells the encoding program and the devices that it might use from others: as long as it is the
  /// same, [#encoders] would find the same.
  String mark() throws IOException;

  /// What came of trying encoders.
  ///
  /// @param untried those of which nothing is known, since the machine was in trouble, and why
  record Trials(List<Ability> encoders, List<String> untried) {
    public Trials {
      encoders = List.copyOf(encoders);
      untried = List.copyOf(untried);
    }
  }

  /// Encodes a picture, or some sound, with each encoder that is worth having. Takes seconds.
  Trials encoders() throws IOException, InterruptedException;
}
