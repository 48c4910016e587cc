package contentgremlin.probe;

import contentgremlin.item.MediaType;
import contentgremlin.library.Taken;
import contentgremlin.transcode.AudioTrack;
import contentgremlin.transcode.EmbeddedMetadata;
import contentgremlin.transcode.Probe;
import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import contentgremlin.transcode.VideoTrack;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads one file: by the reader for its kind, or else by libavformat. What it is, its first bytes
/// decide; its name plays no part.
final class Reading {
  private static final String NOTHING_PLAYS = "There is nothing in it that can be played.";
  private static final String TOO_LARGE = "Its pictures are too large: twice 8K is the most.";
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXX", Locale.ROOT);

  private final Supplier<@Nullable Native> library;
  private final OpenFile open;
  private final Bytes file;

  Reading(Supplier<@Nullable Native> library, OpenFile open) throws ProbeException {
    this.library = library;
    this.open = open;
    this.file = new Bytes(open);
  }

  /// @param use gets what was read while the file is still open
  void run(Consumer<Draft> use) throws ProbeException {
    if (open.size() == 0) {
      throw ProbeException.unreadable("The file is empty: it has no bytes at all.");
    }
    var draft = new Draft();
    try {
      if (readMusic(draft)) {
        use.accept(draft);
        return;
      }
    } catch (OddFileException _) {
      draft = new Draft(); // libavformat may know better
      file.startAgain();
    }
    switch (sniffed()) {
      case Signature.Picture(var format) -> {
        Pictures.read(file, format, draft);
        use.accept(draft);
      }
      case Signature.Document(var mediaType) -> {
        draft.type = MediaType.DOCUMENT;
        draft.container = mediaType;
        use.accept(draft);
      }
      case Signature.Refused(var sentence) -> throw ProbeException.unreadable(sentence);
      case Signature.Media(), Signature.Unknown() -> readByLibrary(draft, use);
    }
  }

  private boolean readMusic(Draft draft) {
    if (Id3.isAt(file, 0)) {
      return readTagged(draft);
    }
    if (file.has(0, "fLaC")) {
      Flac.read(file, 0, draft);
    } else if (file.has(0, "OggS")) {
      Ogg.read(file, draft);
    } else if (file.has(4, "ftyp") && !file.has(8, "qt")) {
      if (sniffedHead() instanceof Signature.Picture) {
        return false;
      }
      Mp4.read(file, draft);
    } else if (file.has(0, "RIFF") && file.has(8, "WAVE")) {
      Waves.readWav(file, draft);
    } else if (file.has(0, "FORM") && (file.has(8, "AIFF") || file.has(8, "AIFC"))) {
      Waves.readAiff(file, draft);
    } else if (MpegAudio.isAt(file, 0)) {
      MpegAudio.read(file, draft);
    } else {
      return false;
    }
    return true;
  }

  /// ID3 stands before MP3, and where it does not belong: before FLAC and others.
  private boolean readTagged(Draft draft) {
    long behind = Id3.skipAll(file, 0);
    if (file.has(behind, "fLaC")) {
      Id3.readAll(file, 0, draft);
      draft.nextSource();
      Flac.read(file, behind, draft);
    } else {
      MpegAudio.read(file, draft);
    }
    return true;
  }

  private Signature sniffedHead() {
    byte[] head = file.piece(0, Math.min(file.size(), 4_096));
    return Sniffer.sniff(head, new byte[0], file.size());
  }

  private Signature sniffed() {
    byte[] head = file.piece(0, Math.min(file.size(), Signature.HEAD_BYTES));
    long tail = Math.min(file.size(), Signature.TAIL_BYTES);
    return Sniffer.sniff(head, file.piece(file.size() - tail, tail), file.size());
  }

  private void readByLibrary(Draft draft, Consumer<Draft> use) throws ProbeException {
    var loaded = library.get();
    if (loaded == null) {
      throw ProbeException.unreachable(
          "Only pictures and common music can be read: the media libraries are not installed.");
    }
    try (var opened = LibAv.open(loaded, open)) {
      var probe = Probe.read(opened.report());
      describe(probe, draft);
      draft.chapters = opened.chapters();
      var cover = opened.cover();
      if (cover != null) {
        draft.picture(cover);
      }
      essence(draft);
      use.accept(draft);
    }
  }

  private static void describe(Probe probe, Draft draft) throws ProbeException {
    draft.type = probe.type().orElseThrow(() -> ProbeException.unreadable(NOTHING_PLAYS));
    if (probe.film().filter(VideoTrack::isTooLarge).isPresent()) {
      throw ProbeException.unreadable(TOO_LARGE);
    }
    draft.container = probe.mediaType();
    draft.seconds = Math.max(0, probe.seconds());
    probe
        .film()
        .ifPresent(film -> {
          draft.width = film.width();
          draft.height = film.height();
          draft.video = film.codec();
          draft.pixels = film.pixels();
          draft.profile = probe.report().text("streams.stream." + film.index() + ".profile");
        });
    draft.audio = probe.mainAudio().map(AudioTrack::codec).orElse("");
    EmbeddedMetadata.tags(probe).forEach((name, value) -> draft.tag(TagNames.free(name), value));
    if (draft.type == MediaType.VIDEO) {
      draft.taken = taken(probe);
    }
  }

  /// What a camera wrote; "creation_time" is in UTC, Apple's own knows where the camera was.
  private static @Nullable Taken taken(Probe probe) {
    try {
      String apple = probe.report().text("format.tags.com.apple.quicktime.creationdate");
      if (!apple.isEmpty()) {
        var at = OffsetDateTime.parse(apple, WITH_OFFSET);
        return new Taken(at.toLocalDateTime(), at.getOffset());
      }
      String created = probe.report().text("format.tags.creation_time");
      if (created.isEmpty()) {
        return null;
      }
      var at = OffsetDateTime.parse(created);
      // Cameras without a clock say 1904 or 1970.
      LocalDateTime local = at.toLocalDateTime();
      return local.getYear() > 1970 ? new Taken(local, at.getOffset()) : null;
    } catch (DateTimeException _) {
      return null;
    }
  }

  private void essence(Draft draft) {
    try {
      draft.essence = MediaPart.essence(file);
    } catch (OddFileException _) {
      // There is none, then.
    }
  }
}
