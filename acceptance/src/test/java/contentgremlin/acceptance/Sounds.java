package contentgremlin.acceptance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Small files of sound, no two of them alike.
final class Sounds {
  private static final int HEADER = 44;
  private static final int RATE = 8_000;
  private static final int SAMPLES = 400;

  private Sounds() {}

  /// @param samplesMax at most so many samples of two bytes
  static byte[] make(SplittableRandom dice, int samplesMax) {
    return of(dice, 8 + dice.nextInt(samplesMax));
  }

  /// @param samples of two bytes, exactly so many
  static byte[] of(SplittableRandom dice, int samples) {
    int length = 2 * samples;
    var file = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
    put(file, "RIFF");
    file.putInt(HEADER - 8 + length);
    put(file, "WAVEfmt ");
    file.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    file.putShort((short) 2).putShort((short) 16);
    put(file, "data");
    file.putInt(length);
    while (file.hasRemaining()) {
      file.put((byte) dice.nextInt());
    }
    return file.array();
  }

  private static void put(ByteBuffer file, String mark) {
    file.put(mark.getBytes(StandardCharsets.US_ASCII));
  }

  /// Writes so many of them, in folders of ten.
  static void fill(Path folder, int count) throws IOException {
    var dice = new SplittableRandom(Profile.seed());
    for (int number = 0; number < count; number++) {
      var album = Files.createDirectories(folder.resolve("album " + number / 10));
      Files.write(album.resolve(number + ".wav"), make(dice, SAMPLES));
    }
  }
}
