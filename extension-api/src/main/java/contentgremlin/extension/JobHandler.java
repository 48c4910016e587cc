package contentgremlin.extension;

import java.util.List;
import java.util.Map;

/// Does jobs that the extension ordered with [Host#order]. While the extension is away its jobs are
/// parked, and go on when it is back.
public interface JobHandler {
  /// For ever: it is in the rows. Begins with the extension's id and "-".
  String kind();

  /// At most 10 minutes. MAY be called again for the same job after a crash, and then MUST come to
  /// the same result.
  Ending run(Work work) throws Exception;

  /// @param file where its bytes can be read; the empty string if they can't be had now
  /// @param attempt from 1
  record Work(Item item, String file, Map<String, String> input, int attempt) {
    public Work {
      input = Map.copyOf(input);
    }
  }

  /// What came of it.
  sealed interface Ending {
    /// @param statements said of the item from now on; what this handler said before is forgotten
    record Done(List<Statement> statements) implements Ending {
      public Done {
        statements = List.copyOf(statements);
      }
    }

    /// It may go better next time.
    record Failed(String reason) implements Ending {}

    /// It can never go right.
    record Hopeless(String reason) implements Ending {}
  }
}
