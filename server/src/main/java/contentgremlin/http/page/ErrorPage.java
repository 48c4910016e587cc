package contentgremlin.http.page;

/// Something went wrong, in words for a person.
public record ErrorPage(Frame frame, int status, String title, String detail) {
  /// How the gremlin looks about it.
  public Mood mood() {
    return switch (status) {
      case 404, 410 -> Mood.PUZZLED;
      case 413, 507 -> Mood.FULL;
      case 401, 403 -> Mood.GUARDING;
      default -> Mood.SORRY;
    };
  }

  /// Whether logging in may help.
  public boolean offersLogin() {
    return frame.viewer().name() == null && (status == 401 || status == 403 || status == 404);
  }
}
