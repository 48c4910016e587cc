package contentgremlin.extension;

import java.util.List;
import java.util.Optional;

/// A piece of the server's pages, in a named slot. It is made of these records alone; the server
/// writes the HTML, so that no text of an extension is ever taken for markup.
public interface Fragment {
  /// On an item's page, below its description.
  String ITEM = "item";

  /// On the home page, below the listing.
  String HOME = "home";

  /// At the end of every page.
  String FOOTER = "footer";

  /// One of the slots.
  String slot();

  /// What to show; nothing if it is empty. Called for each page that is shown, at most 2 seconds:
  /// answer from memory. At most 20 blocks, and 10,000 characters in all, are shown.
  ///
  /// @param item in the slot [#ITEM]; whoever looks at the page may see it, and where it was taken
  ///   (the group `spatial`) is left out for those who may not know
  List<Block> show(Optional<Item> item) throws Exception;

  sealed interface Block {
    record Heading(String text) implements Block {}

    record Paragraph(List<Span> spans) implements Block {
      public Paragraph {
        spans = List.copyOf(spans);
      }

      public static Paragraph of(String text) {
        return new Paragraph(List.of(new Span.Plain(text)));
      }
    }

    record Bullets(List<Paragraph> points) implements Block {
      public Bullets {
        points = List.copyOf(points);
      }
    }
  }

  sealed interface Span {
    record Plain(String text) implements Span {}

    record Strong(String text) implements Span {}

    record Code(String text) implements Span {}

    /// @param address begins with "https://", "http://" or "/"; anything else is shown as text
    record Link(String text, String address) implements Span {}
  }
}
