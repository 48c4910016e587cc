package contentgremlin.extension;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A record of another server, as an importer hands it over. Nothing of it needs to be clean: texts
/// are cut, and what reorders or hides text is taken out. A time that can't be true counts as none.
public sealed interface Arrival {
  Origin origin();

  /// Where a record is from.
  ///
  /// @param id by which it is known there, in the report, and to the records after it in this run;
  ///   unique among those of its sort, at most 200 characters
  /// @param key by which it is remembered for ever, also when the source was copied or moved: its
  ///   id, or id and time, if ids may be given twice; at most 500 characters
  /// @param name by which a person knows it
  record Origin(String id, String key, String name) {}

  /// Becomes an account. Nobody becomes one that is here already, unless the operator says so.
  ///
  /// @param username there; a name that can be one here is made of it
  /// @param passwordHash goes on working if it is one of bcrypt, `$2a$`, `$2b$` or `$2y$`, whose
  ///   cost is at most 12; any other is left out, and that is told
  /// @param lockedOut why nobody could log in there as this person ("was banned"): then nobody can
  ///   here; the empty string if somebody could
  /// @param role [#VIEWER], [#UPLOADER], [#MODERATOR] or [#ADMINISTRATOR]; the last two only count
  ///   if the operator says `--administrators`, and are uploaders else
  /// @param quotaBytes empty for what is usual here
  /// @param addresses that the person's page had there: paths, from now on they lead to the one
  ///   here
  /// @param note for the report, or the empty string
  record Person(
      Origin origin,
      String username,
      String name,
      String website,
      String about,
      String email,
      String passwordHash,
      String lockedOut,
      String role,
      OptionalLong quotaBytes,
      Optional<Instant> created,
      List<String> addresses,
      String note)
      implements Arrival {
    public static final String VIEWER = "viewer";
    public static final String UPLOADER = "uploader";
    public static final String MODERATOR = "moderator";
    public static final String ADMINISTRATOR = "administrator";

    public Person {
      addresses = List.copyOf(addresses);
    }
  }

  /// Becomes an item, from a file's bytes; whatever was made of them there is made afresh here.
  ///
  /// @param owner the id of a person who came before; the empty string: nobody's
  /// @param files which file it is
  /// @param sort "image", "video", "audio" or "document": then it is taken even if its bytes look
  ///   like nothing. Else any word for what it is there
  /// @param licence its address, or what it is called; or the empty string
  /// @param visibility "public", "unlisted" or "private", unless the operator says otherwise
  /// @param statements what else is said of it there
  /// @param addresses that its page had there
  /// @param note for the report, or the empty string
  record Media(
      Origin origin,
      String owner,
      Files files,
      String sort,
      String title,
      String description,
      List<String> tags,
      String licence,
      String visibility,
      List<Statement> statements,
      Optional<Instant> created,
      List<String> addresses,
      String note)
      implements Arrival {
    public Media {
      tags = List.copyOf(tags);
      statements = List.copyOf(statements);
      addresses = List.copyOf(addresses);
    }
  }

  /// Chooses a record's file. Only asked if the record is not here yet.
  interface Files {
    Choice choose() throws IOException;
  }

  sealed interface Choice {
    /// @param note what is to be known of the choice, or the empty string
    record Taken(ForeignFile file, String note) implements Choice {}

    /// There is none, or none that can be read now; the next run asks again.
    record None(String why) implements Choice {}
  }

  /// Becomes a collection; what is in it follows, in its order, as picks.
  ///
  /// @param owner the id of a person who came before
  /// @param addresses that its page had there
  record Gathering(
      Origin origin,
      String owner,
      String title,
      String description,
      String visibility,
      Optional<Instant> created,
      List<String> addresses)
      implements Arrival {
    public Gathering {
      addresses = List.copyOf(addresses);
    }
  }

  /// Is put at the end of a collection.
  ///
  /// @param collection the id of one that came before
  /// @param media the id of media that came before
  record Pick(Origin origin, String collection, String media, String note, Optional<Instant> added)
      implements Arrival {}

  /// Becomes a comment.
  ///
  /// @param media what it is about: the id of media that came before
  /// @param author the id of a person; if that one is not here, it is nobody's
  record Remark(Origin origin, String media, String author, String text, Optional<Instant> created)
      implements Arrival {}
}
