package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Option;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wanted;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Books, by their number or by title and author. Its keys are "isbn/9780000000002" and
/// "works/OL1W". Stateless, thread-safe.
public final class OpenLibrary extends Catalogue {
  private static final String COVERS = "openlibrary-covers";
  private static final String COVERS_ADDRESS = "https://covers.openlibrary.org";
  private static final int SUBJECTS_MAX = 12;
  private static final int COVER = 250;

  private static final Profile PROFILE =
      new Profile(
          "openlibrary",
          1,
          "Open Library",
          "Says of books who wrote and published them; finds covers.",
          Set.of(MediaType.DOCUMENT),
          Wave.FIND,
          Profile.PRIORITY_CATALOGUE,
          Providers.OPEN_LIBRARY,
          Set.of(
              Groups.TITLES,
              Groups.ENTITIES,
              Groups.CLASSIFICATION,
              Groups.TEMPORAL,
              Groups.IDENTIFIER,
              Groups.ORGANIZATIONAL,
              Groups.TECHNICAL,
              Groups.MISCELLANEOUS),
          List.of(
              new Option(COVERS, COVERS_ADDRESS, "Where its covers are had from.", false, false)));

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return Told.isPublic(subject) && (!isbn(subject).isEmpty() || !author(subject).isBlank());
  }

  private static String isbn(Subject subject) {
    String isbn = subject.value(Groups.IDENTIFIER, "isbn").replaceAll("[^0-9Xx]", "");
    return isbn.matches("[0-9]{9}[0-9Xx]|97[89][0-9]{10}") ? isbn : "";
  }

  private static String author(Subject subject) {
    String author = subject.value(Groups.ENTITIES, "author");
    return author.isBlank() ? Told.artist(subject) : author;
  }

  @Override
  Optional<String> known(Subject subject, Asking asking) {
    return Optional.of(isbn(subject)).filter(isbn -> !isbn.isEmpty()).map(isbn -> "isbn/" + isbn);
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    String author = author(subject);
    if (author.isBlank()) {
      return List.of();
    }
    var wanted = new Traits(Told.title(subject), author, "", 0, Told.year(subject), 0);
    var people = Likeness.split(author);
    var address =
        asking
            .at("search.json")
            .with("title", Likeness.bare(wanted.title()))
            .with("author", people.isEmpty() ? author : people.getFirst())
            .with("fields", "key,title,author_name,first_publish_year,edition_count")
            .with("limit", 20);
    return Candidates.sorted(
        asking.list(address, "docs").stream().map(book -> candidate(book, wanted)).toList());
  }

  private static Candidate candidate(JsonNode book, Traits wanted) {
    var authors = Json.list(book, "author_name").stream().map(name -> name.asString("")).toList();
    int year = Json.number(book, "first_publish_year");
    var traits = new Traits(Json.text(book, "title"), String.join("; ", authors), "", 0, year, 0);
    String key = Json.text(book, "key");
    return new Candidate(
        key.startsWith("/works/") ? key.substring(1) : "",
        traits.title(),
        Told.detail(String.join(", ", authors), year > 0 ? "" + year : ""),
        wanted.likeness(traits, Traits.Kind.BOOK));
  }

  @Override
  Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    if (key.matches("isbn/[0-9Xx]{10,13}")) {
      return edition(key.substring("isbn/".length()), asking);
    }
    return key.matches("works/OL[0-9]{1,12}W") ? work(key, asking) : Optional.empty();
  }

  private static Optional<Says> edition(String isbn, Asking asking)
      throws InterruptedException, UnansweredException {
    var question =
        asking.question(
            asking
                .at("api", "books")
                .with("bibkeys", "ISBN:" + isbn)
                .with("format", "json")
                .with("jscmd", "data"),
            "");
    var answer = asking.get(question);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    var book = answer.get().path("ISBN:" + isbn);
    if (!book.isObject()) {
      asking.sources().absent(question);
      return Optional.empty();
    }
    var says = new Says();
    says.add(Groups.TITLES, "title", Json.text(book, "title"))
        .add(Groups.TITLES, "subtitle", Json.text(book, "subtitle"))
        .addAll(Groups.ENTITIES, "author", Json.texts(book.path("authors"), "name"))
        .addAll(Groups.ORGANIZATIONAL, "publisher", Json.texts(book.path("publishers"), "name"))
        .add(Groups.TEMPORAL, "date", Json.text(book, "publish_date"))
        .add(Groups.TECHNICAL, "pages", Json.number(book, "number_of_pages"))
        .add(Groups.IDENTIFIER, "isbn", isbn)
        .add(Groups.IDENTIFIER, "openlibrary", Json.text(book, "key"))
        .addAll(
            Groups.CLASSIFICATION,
            "subject",
            Json.texts(book.path("subjects"), "name").stream().limit(SUBJECTS_MAX).toList())
        .add(Groups.MISCELLANEOUS, "description", text(book.path("notes")));
    String cover = Json.text(book, "cover", "large");
    if (cover.startsWith(COVERS_ADDRESS)) {
      cover = asking.sources().setting(COVERS) + cover.substring(COVERS_ADDRESS.length());
    }
    says.want(Wanted.Kind.COVER, cover, "", COVER);
    return Optional.of(says);
  }

  private static Optional<Says> work(String key, Asking asking)
      throws InterruptedException, UnansweredException {
    var found = asking.get(new Address(asking.at() + "/" + key + ".json"));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var work = found.get();
    var says = new Says();
    says.add(Groups.TITLES, "title", Json.text(work, "title"))
        .add(Groups.TITLES, "subtitle", Json.text(work, "subtitle"))
        .add(Groups.TEMPORAL, "original_date", Json.text(work, "first_publish_date"))
        .add(Groups.IDENTIFIER, "openlibrary", "/" + key)
        .add(Groups.MISCELLANEOUS, "description", text(work.path("description")));
    authors(work).forEach(author -> says.add(Groups.IDENTIFIER, "openlibrary_author", author));
    Json.list(work, "subjects").stream()
        .limit(SUBJECTS_MAX)
        .forEach(subject -> says.add(Groups.CLASSIFICATION, "subject", subject.asString("")));
    Json.list(work, "covers").stream()
        .mapToLong(id -> id.asLong(0))
        .filter(id -> id > 0)
        .findFirst()
        .ifPresent(id ->
            says.want(
                Wanted.Kind.COVER,
                asking.sources().setting(COVERS) + "/b/id/" + id + "-L.jpg",
                "",
                COVER));
    for (var author : authors(work).limit(3).toList()) {
      asking
          .get(new Address(asking.at() + author + ".json"))
          .ifPresent(person -> says.add(Groups.ENTITIES, "author", Json.text(person, "name")));
    }
    return Optional.of(says);
  }

  private static Stream<String> authors(JsonNode work) {
    return Json.list(work, "authors").stream()
        .map(author -> Json.text(author, "author", "key"))
        .filter(author -> author.matches("/authors/OL[0-9]{1,12}A"));
  }

  /// A text, or an object that has one.
  private static String text(JsonNode text) {
    return text.isObject() ? Json.text(text, "value") : text.asString("");
  }
}
