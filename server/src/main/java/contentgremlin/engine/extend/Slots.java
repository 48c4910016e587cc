package contentgremlin.engine.extend;

import contentgremlin.extend.Shown;
import contentgremlin.extension.Fragment.Block;
import contentgremlin.extension.Fragment.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes what a fragment shows, as much of it as a page bears. Called on the extension's thread:
/// what makes no sense is its fault.
final class Slots {
  private static final int BLOCKS_MAX = 20;
  private static final int LINES_MAX = 50;
  private static final int SPANS_MAX = 50;
  private static final int CHARACTERS_MAX = 10_000;

  /// Of this server, or of the web: nothing that runs, and no address that only looks like ours.
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://[^\\s\\\\/]|/(?![/\\\\]))[^\\s\\p{Cntrl}\\\\]{0,2000}");

  private int left = CHARACTERS_MAX;

  private Slots() {}

  static List<Shown.Block> taken(List<Block> blocks) {
    var slots = new Slots();
    var taken = new ArrayList<Shown.Block>();
    for (var block : blocks.subList(0, Math.min(blocks.size(), BLOCKS_MAX))) {
      if (slots.left > 0) {
        taken.add(slots.block(block));
      }
    }
    return taken;
  }

  private Shown.Block block(Block block) {
    return switch (block) {
      case Block.Heading(var text) ->
          new Shown.Block(Shown.Kind.HEADING, List.of(new Shown.Line(List.of(plain(text)))));
      case Block.Paragraph(var spans) ->
          new Shown.Block(Shown.Kind.PARAGRAPH, List.of(line(spans)));
      case Block.Bullets(var points) ->
          new Shown.Block(
              Shown.Kind.BULLETS,
              points.stream().limit(LINES_MAX).map(point -> line(point.spans())).toList());
    };
  }

  private Shown.Line line(List<Span> spans) {
    return new Shown.Line(spans.stream().limit(SPANS_MAX).map(this::span).toList());
  }

  private Shown.Span span(Span span) {
    return switch (span) {
      case Span.Plain(var text) -> plain(text);
      case Span.Strong(var text) -> new Shown.Span(Shown.Style.STRONG, cut(text), "");
      case Span.Code(var text) -> new Shown.Span(Shown.Style.CODE, cut(text), "");
      case Span.Link(var text, var address) ->
          ADDRESS.matcher(address).matches()
              ? new Shown.Span(Shown.Style.LINK, cut(text), address)
              : plain(text);
    };
  }

  private Shown.Span plain(String text) {
    return new Shown.Span(Shown.Style.PLAIN, cut(text), "");
  }

  private String cut(String text) {
    var shown = text.length() > left ? text.substring(0, Math.max(0, left)) + "…" : text;
    left -= text.length();
    return shown;
  }
}
