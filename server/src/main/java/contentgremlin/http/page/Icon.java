package contentgremlin.http.page;

/// Our icons: strokes on a grid of 24, drawn in the colour of the text beside them.
public enum Icon {
  VIDEO("M4 6.5h11.5v11H4zM15.5 10.5l5-3v9l-5-3"),
  AUDIO(
      "M9 17.5V6l10-2v11.5M9 17.5a2.75 2.75 0 1 1-5.5 0a2.75 2.75 0 0 1 5.5 0zM19 15.5a2.75 2.75 0"
          + " 1 1-5.5 0a2.75 2.75 0 0 1 5.5 0z"),
  IMAGE("M4 5h16v14H4zM4 16l4.5-5l4 4.5l2.5-2.5l5 5M15.5 9.2h.01"),
  DOCUMENT("M6 3.5h8l4 4v13H6zM13.5 3.5v4.5H18M9 12.5h6M9 16h4"),
  GRID("M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z"),
  SEARCH("M10.5 17a6.5 6.5 0 1 0 0-13a6.5 6.5 0 0 0 0 13zM15.3 15.3L20 20"),
  UPLOAD("M12 15.5V4M7 8.5L12 3.5l5 5M4 15v4.5h16V15"),
  DOWNLOAD("M12 3.5v11.5M7 10.5l5 5l5-5M4 16v3.5h16V16"),
  PERSON("M12 11.5a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"),
  SUN(
      "M12 16a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4"
          + " 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"),
  MOON("M20 14.2A8.5 8.5 0 0 1 9.8 4a8.5 8.5 0 1 0 10.2 10.2z"),
  LOCK("M6 10.5h12v9.5H6zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3"),
  LINK(
      "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7"
          + " 5.7l1-1"),
  FEED("M5 19h.01M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14"),
  EDIT("M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5"),
  TRASH("M4.5 6.5h15M9.5 6.5v-3h5v3M6.5 6.5l1 14h9l1-14M10 10.5v6M14 10.5v6"),
  RESTORE("M4.5 5v5h5M5 10a7.5 7.5 0 1 1-.5 4.5"),
  RETRY("M19.5 5v5h-5M19 10a7.5 7.5 0 1 0 .5 4.5"),
  CHECK("M4.5 12.5l5 5l10-11"),
  CROSS("M5.5 5.5l13 13M18.5 5.5l-13 13"),
  WARNING("M12 3.5l9.5 16.5h-19zM12 10v4.5M12 17.2h.01"),
  CLOCK("M12 20.5a8.5 8.5 0 1 0 0-17a8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2"),
  PLAY("M7.5 4.5l12 7.5l-12 7.5z"),
  PAUSE("M8 5v14M16 5v14"),
  ZOOM("M10.5 17a6.5 6.5 0 1 0 0-13a6.5 6.5 0 0 0 0 13zM15.3 15.3L20 20M10.5 8v5M8 10.5h5"),
  GEAR(
      "M4 7h9M17 7h3M15 9.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5zM4 17h3M11 17h9M9 19.5a2.5 2.5 0 1"
          + " 0 0-5a2.5 2.5 0 0 0 0 5z"),
  LIST("M4 6.5h.01M8.5 6.5H20M4 12h.01M8.5 12H20M4 17.5h.01M8.5 17.5H20"),
  GAUGE("M4.5 18a9 9 0 1 1 15 0M12 14l4-5M12 14h.01"),
  PEOPLE(
      "M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M15.5 4.3a3.5 3.5"
          + " 0 0 1 0 6.4M18 14.5c2 .8 3.2 2.7 3.5 5.5"),
  KEY("M8 19.5a4.5 4.5 0 1 0 0-9a4.5 4.5 0 0 0 0 9zM11.2 11.8L19.5 3.5M16 7l3 3"),
  LOGOUT("M14 4.5H5v15h9M10 12h10.5M17 8.5l3.5 3.5l-3.5 3.5"),
  CHEVRON("M6.5 9.5l5.5 5.5l5.5-5.5"),
  TAG("M4 4h8l8.5 8.5l-8 8L4 12zM8.2 8.2h.01"),
  PLUS("M12 5v14M5 12h14"),
  DISC(
      "M12 20.5a8.5 8.5 0 1 0 0-17a8.5 8.5 0 0 0 0 17zM12 14.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0"
          + " 5z"),
  SCREEN("M3.5 6h17v11.5h-17zM8.5 20.5h7M8 3l4 3l4-3"),
  CALENDAR("M4.5 5.5h15v14h-15zM4.5 10h15M8.5 3v4M15.5 3v4"),
  MASKS("M5 5h14v7a7 7 0 0 1-14 0zM9 9.5h.01M15 9.5h.01M9 13.5c2 2 4 2 6 0"),
  FOLDER("M3.5 6h6l2 2.5h9V19h-17z"),
  MACHINE("M4 4.5h16v6H4zM4 13.5h16v6H4zM7.5 7.5h.01M7.5 16.5h.01M11 7.5h5.5M11 16.5h5.5"),
  DRIVE("M4 13.5h16v6H4zM4 13.5l2.5-9h11l2.5 9M16.5 16.5h.01"),
  PLUG("M9 3.5v5M15 3.5v5M6.5 8.5h11v3a5.5 5.5 0 0 1-11 0zM12 17v3.5");

  private final String path;

  Icon(String path) {
    this.path = path;
  }

  /// The `d` of an SVG path.
  public String path() {
    return path;
  }

  static Icon ofType(String type) {
    return switch (type) {
      case "video" -> VIDEO;
      case "audio" -> AUDIO;
      case "image" -> IMAGE;
      default -> DOCUMENT;
    };
  }
}
