package contentgremlin.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Progress of several things at once: redrawn in place where somebody watches, else a line now and
/// then. Thread-safe.
final class Bars {
  private static final int WIDTH = 20;
  private static final int LABEL_MAX = 22;

  /// A line that wraps could not be redrawn.
  private static final int LINE_MAX = 79;

  private static final Duration REDRAW_AFTER = Duration.ofMillis(80);
  private static final int PLAIN_STEPS = 4;

  private final Terminal terminal;
  private final InstantSource time;
  private final List<Bar> active = new ArrayList<>();
  private int linesDrawn;
  private Instant drawn = Instant.EPOCH;

  Bars(Terminal terminal, InstantSource time) {
    this.terminal = terminal;
    this.time = time;
  }

  synchronized Bar add(String label) {
    var bar = new Bar(Texts.printable(label));
    active.add(bar);
    draw();
    return bar;
  }

  /// One thing's progress.
  final class Bar {
    private final String label;
    private double fraction;
    private String detail = "";
    private int plainStep;

    private Bar(String label) {
      this.label = label;
    }

    /// @param fraction 0 to 1; below 0 if it can't be told
    void set(double fraction, String detail) {
      synchronized (Bars.this) {
        this.fraction = fraction;
        this.detail = detail;
        if (terminal.interactive()) {
          drawIfDue();
        } else {
          sayIfFarther();
        }
      }
    }

    /// Ends it; its line stays.
    void end(String outcome) {
      synchronized (Bars.this) {
        if (!active.remove(this)) {
          return;
        }
        erase();
        terminal.err().println(shortened(label) + "  " + Texts.printable(outcome));
        draw();
      }
    }

    private void sayIfFarther() {
      int step = (int) (fraction * PLAIN_STEPS);
      if (step > plainStep && step < PLAIN_STEPS) {
        plainStep = step;
        terminal.err().println(shortened(label) + "  " + percent() + "  " + detail);
      }
    }

    private String percent() {
      return fraction < 0 ? "    " : "%3d %%".formatted((int) (fraction * 100));
    }

    private String line() {
      int full = (int) (Math.clamp(fraction, 0, 1) * WIDTH);
      var bar = "█".repeat(full) + "░".repeat(WIDTH - full);
      var line = shortened(label) + "  " + bar + "  " + percent() + "  " + detail;
      return line.length() > LINE_MAX ? line.substring(0, LINE_MAX) : line;
    }
  }

  private static String shortened(String label) {
    var text = label.length() > LABEL_MAX ? label.substring(0, LABEL_MAX - 1) + "…" : label;
    return text + " ".repeat(LABEL_MAX - text.length());
  }

  private void drawIfDue() {
    if (!time.instant().isBefore(drawn.plus(REDRAW_AFTER))) {
      erase();
      draw();
    }
  }

  /// Takes the cursor up over what was drawn, and clears from there on.
  private void erase() {
    if (linesDrawn > 0) {
      terminal.err().print("\u001b[" + linesDrawn + "A\u001b[J");
      linesDrawn = 0;
    }
  }

  private void draw() {
    if (!terminal.interactive()) {
      return;
    }
    erase();
    for (var bar : active) {
      terminal.err().println(bar.line());
    }
    terminal.err().flush();
    linesDrawn = active.size();
    drawn = time.instant();
  }
}
