package contentgremlin.engine.extend;

import contentgremlin.extend.Companions;
import contentgremlin.extend.Refusal;
import contentgremlin.extension.CompanionLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The companions of one extension. Thread-safe.
final class OwnCompanions implements AutoCloseable {
  private static final int LINES_MAX = 4;

  private final String id;
  private final Guard guard;
  private final Companions companions;
  private final Companions.Kit kit;
  private final Consumer<String> log;
  private final List<OwnLine> lines = new ArrayList<>();
  private boolean isClosed;

  /// @param kit what they are made from
  /// @param log takes what they print
  OwnCompanions(
      String id, Guard guard, Companions companions, Companions.Kit kit, Consumer<String> log) {
    this.id = id;
    this.guard = guard;
    this.companions = companions;
    this.kit = kit;
    this.log = log;
  }

  synchronized CompanionLine open(String type, CompanionLine.Ear ear) {
    if (isClosed) {
      throw new Refusal("the extension “%s” is switched off".formatted(id));
    }
    if (lines.size() >= LINES_MAX) {
      throw new Refusal("it wants more than %d companions".formatted(LINES_MAX));
    }
    var line = new OwnLine(guard, ear, log);
    line.start(companions.open(new Companions.Order(id, type, kit), line));
    lines.add(line);
    return line;
  }

  /// Ends all of them.
  @Override
  public void close() {
    take().forEach(OwnLine::close);
  }

  private synchronized List<OwnLine> take() {
    isClosed = true;
    var all = List.copyOf(lines);
    lines.clear();
    return all;
  }
}
