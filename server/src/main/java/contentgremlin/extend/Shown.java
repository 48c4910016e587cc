package contentgremlin.extend;

import java.util.List;

/// A piece of a page, as an extension wants it: texts alone, which whoever writes the page escapes.
///
/// @param extension whose it is
public record Shown(String extension, List<Block> blocks) {
  public Shown {
    blocks = List.copyOf(blocks);
  }

  public enum Kind {
    HEADING,
    PARAGRAPH,
    BULLETS
  }

  /// @param lines one for each point; otherwise there is one
  public record Block(Kind kind, List<Line> lines) {
    public Block {
      lines = List.copyOf(lines);
    }
  }

  public record Line(List<Span> spans) {
    public Line {
      spans = List.copyOf(spans);
    }
  }

  public enum Style {
    PLAIN,
    STRONG,
    CODE,
    LINK
  }

  /// @param address of a link: one that a browser asks for and never runs; else the empty string
  public record Span(Style style, String text, String address) {}
}
