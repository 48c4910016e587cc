package contentgremlin.name;

import java.util.regex.Pattern;

/// Cleans the names of books and other documents.
final class Documents {
  private static final Pattern ISBN = Pattern.compile("(?<!\\d)(97[89]-?(?:\\d-?){9}\\d)(?!\\d)");

  private Documents() {}

  static CleanName clean(NameRules rules, String stem) {
    var draft = new Draft(CleanName.Kind.DOCUMENT);
    var name = rules.dropWords(Spelling.cut(stem.strip()));
    var isbn = ISBN.matcher(name);
    if (isbn.find()) {
      draft.ids.put("isbn", isbn.group(1).replace("-", ""));
      name = name.substring(0, isbn.start()) + " " + name.substring(isbn.end());
    }
    var release = ReleaseReader.read(name, NameRules.DEFAULT);
    draft.took(release);
    draft.year = release.year();
    draft.title = release.mark() == null ? release.head() : Spelling.trimmed(Spelling.spaced(name));
    return draft.clean();
  }
}
