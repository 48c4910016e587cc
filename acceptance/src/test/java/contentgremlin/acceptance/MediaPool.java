package contentgremlin.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/// Small media without end, each with bytes of its own: a few are made, and filled up with parts
/// that their formats tell readers to skip. Thread-safe.
final class MediaPool {
  /// Of 100.
  private static final int PHOTOS = 40;

  private static final int SONGS = 25;
  private static final int FILMS = 20;
  private static final int LONG_FILMS = 5;

  private static final int PNG_HEADER_BYTES = 33;
  private static final int PHOTO_FILLING_MAX = 400_000;
  private static final int FILLING_MAX = 1_500_000;
  private static final int NOISE_BYTES = 60_000;

  private final AtomicLong made = new AtomicLong();
  private final byte[] film;
  private final byte[] longFilm;
  private final byte[] song;
  private final byte[] photo;

  MediaPool(Samples samples) {
    film = read(samples.film("film.mp4", 2, 160, 120));
    longFilm = read(samples.film("long.mp4", 20, 320, 240));
    song = read(samples.song("song.m4a", 2));
    photo = read(samples.photo("photo.png", 120, 90));
  }

  /// What is uploaded, and what must become of it.
  static final class Media {
    private final String name;
    private final byte[] bytes;
    private final boolean good;
    private final String kinds;

    /// @param good whether it must end published
    /// @param kinds of renditions that it must have then, in the order of the alphabet
    Media(String name, byte[] bytes, boolean good, String kinds) {
      this.name = name;
      this.bytes = bytes;
      this.good = good;
      this.kinds = kinds;
    }

    String name() {
      return name;
    }

    /// Not a copy: nobody changes them.
    byte[] bytes() {
      return bytes;
    }

    boolean good() {
      return good;
    }

    String kinds() {
      return kinds;
    }

    String digest() {
      return MediaPool.digest(bytes, bytes.length);
    }
  }

  Media next(Random random) {
    long number = made.incrementAndGet();
    int what = random.nextInt(100);
    if (what < PHOTOS) {
      return photo(random, number);
    }
    what -= PHOTOS;
    if (what < SONGS) {
      return song(random, number);
    }
    what -= SONGS;
    if (what < FILMS) {
      return film(random, number);
    }
    what -= FILMS;
    return what < LONG_FILMS ? longFilm(random, number) : noise(random, number);
  }

  Media photo(Random random, long number) {
    var bytes = withPngChunk(photo, filling(random, PHOTO_FILLING_MAX));
    return new Media("photo-" + number + ".png", bytes, true, "image poster");
  }

  Media song(Random random, long number) {
    var bytes = withFreeBox(song, filling(random, FILLING_MAX));
    return new Media("song-" + number + ".m4a", bytes, true, "audio hls waveform");
  }

  Media film(Random random, long number) {
    var bytes = withFreeBox(film, filling(random, FILLING_MAX));
    return new Media("film-" + number + ".mp4", bytes, true, "hls poster sprites");
  }

  Media longFilm(Random random, long number) {
    var bytes = withFreeBox(longFilm, filling(random, FILLING_MAX));
    return new Media("long-" + number + ".mp4", bytes, true, "hls poster sprites");
  }

  /// One made of another film.
  static Media longFilm(byte[] film, Random random, String name) {
    var bytes = withFreeBox(film, filling(random, PHOTO_FILLING_MAX));
    return new Media(name + ".mp4", bytes, true, "hls poster sprites");
  }

  private static Media noise(Random random, long number) {
    var bytes = new byte[NOISE_BYTES];
    random.nextBytes(bytes);
    return new Media("noise-" + number + ".mp4", bytes, false, "");
  }

  private static byte[] filling(Random random, int max) {
    var bytes = new byte[1 + random.nextInt(max)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// ISO/IEC 14496-12, 8.1.2: a box whose content readers skip.
  private static byte[] withFreeBox(byte[] media, byte[] filling) {
    var box = ByteBuffer.allocate(8 + filling.length);
    box.putInt(8 + filling.length).put("free".getBytes(StandardCharsets.US_ASCII)).put(filling);
    return joined(media, box.array());
  }

  /// PNG, 4.7.1: lower case at the first place makes a chunk one that readers may skip.
  private static byte[] withPngChunk(byte[] png, byte[] filling) {
    var type = "grLn".getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(type);
    sum.update(filling);
    var chunk = ByteBuffer.allocate(12 + filling.length);
    chunk.putInt(filling.length).put(type).put(filling).putInt((int) sum.getValue());
    return joined(
        Arrays.copyOf(png, PNG_HEADER_BYTES),
        chunk.array(),
        Arrays.copyOfRange(png, PNG_HEADER_BYTES, png.length));
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /// SHA-256 of the first bytes, in hex.
  static String digest(byte[] bytes, int count) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, count);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
