package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Wanted;
import contentgremlin.item.MediaType;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLibraryTest {
  private static final String EDITION =
      """
      {"ISBN:9780000000002": {"url": "https://openlibrary.org/books/OL77M/Tides", "key": "/books/OL77M",
        "title": "Tides", "subtitle": "A Reader", "authors": [{"url": "u", "name": "Mona Weir"}],
        "publishers": [{"name": "Quay Press"}], "publish_date": "March 2003", "number_of_pages": 212,
        "subjects": [{"name": "Oceanography", "url": "u"}],
        "identifiers": {"isbn_13": ["9780000000002"]},
        "cover": {"small": "https://covers.openlibrary.org/b/id/55-S.jpg",
          "large": "https://covers.openlibrary.org/b/id/55-L.jpg"}}}
      """;
  private static final String FOUND =
      """
      {"numFound": 1, "start": 0, "docs": [{"key": "/works/OL7W", "title": "Tides",
        "author_name": ["Mona Weir"], "first_publish_year": 2003, "edition_count": 2}]}
      """;
  private static final String WORK =
      """
      {"key": "/works/OL7W", "title": "Tides", "covers": [-1, 55], "subjects": ["Oceanography"],
       "description": {"type": "/type/text", "value": "On the sea."},
       "authors": [{"type": {"key": "/type/author_role"}, "author": {"key": "/authors/OL9A"}}]}
      """;

  private final OpenLibrary grabber = new OpenLibrary();

  private static Canned server() {
    return new Canned()
        .set("openlibrary-covers", "https://covers.openlibrary.org")
        .answers("/api/books?bibkeys=ISBN%3A9780000000002", EDITION)
        .answers("/search.json?", FOUND)
        .answers("/works/OL7W.json", WORK)
        .answers("/authors/OL9A.json", "{\"key\": \"/authors/OL9A\", \"name\": \"Mona Weir\"}");
  }

  private static Known book() {
    return Known.file(MediaType.DOCUMENT, "Tides.epub").named("titles", "title", "Tides");
  }

  @Test
  void a_book_with_a_number_is_asked_for_by_that() throws Exception {
    var known = book().says("identifier", "isbn", "978-0-00-000000-2");

    assertThat(server().found(grabber, known))
        .containsEntry("titles/subtitle", List.of("A Reader"))
        .containsEntry("entities/author", List.of("Mona Weir"))
        .containsEntry("organizational/publisher", List.of("Quay Press"))
        .containsEntry("technical/pages", List.of("212"));
    assertThat(server().set("openlibrary-covers", "http://127.0.0.1:9/c").wanted(grabber, known))
        .containsExactly(
            new Wanted(Wanted.Kind.COVER, "http://127.0.0.1:9/c/b/id/55-L.jpg", "", 250));
  }

  @Test
  void a_book_is_found_by_title_and_author() throws Exception {
    assertThat(server().found(grabber, book().named("entities", "author", "Weir, Mona")))
        .containsEntry("entities/author", List.of("Mona Weir"))
        .containsEntry("miscellaneous/description", List.of("On the sea."))
        .containsEntry("identifier/openlibrary", List.of("/works/OL7W"));
  }

  @Test
  void a_number_that_it_does_not_know_is_nothing_and_soon_asked_again() throws Exception {
    var server = new Canned().answers("/api/books?", "{}");

    assertThat(grabber.grab(book().says("identifier", "isbn", "9780000000002").subject(), server))
        .isEqualTo(new Grabbed.Nothing());
    assertThat(server.absent).hasSize(1);
  }

  @Test
  void a_document_without_author_or_number_is_nobodys_business() {
    assertThat(grabber.appliesTo(book().subject())).isFalse();
  }
}
