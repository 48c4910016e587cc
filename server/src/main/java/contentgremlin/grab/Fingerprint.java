package contentgremlin.grab;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What tells one recording from all others by its sound alone, whatever it was encoded with: a
/// number for each eighth of a second, as Chromaprint's second algorithm has it, written as
/// AcoustID takes it.
///
/// The rows of [ChromaRows] are looked at like a picture. Sixteen questions are put to each part of
/// it that is sixteen rows long, as "is there more in the middle third than at both sides?", and
/// each is answered with one of four grades. Which questions these are was learned by Chromaprint's
/// author from many recordings; the figures are facts of that format.
final class Fingerprint {
  /// So much of a song is looked at.
  static final int SECONDS = 120;

  /// The format's number of the algorithm.
  private static final int ALGORITHM = 1;

  private static final int WIDTH = 16;

  /// Neighbouring grades differ in one bit.
  private static final int[] GRAY = {0, 1, 3, 2};

  /// How two areas are set against one another.
  private enum Shape {
    WHOLE,
    HALVES_OF_NOTES,
    HALVES_OF_TIME,
    CHEQUERED,
    THIRDS_OF_NOTES,
    THIRDS_OF_TIME
  }

  /// @param note where the area begins
  /// @param notes how many it has
  /// @param rows how long it is
  private record Question(
      Shape shape, int note, int notes, int rows, double low, double middle, double high) {

    int grade(double[][] sums, int row) {
      double value = compare(sums, row);
      if (value < middle) {
        return value < low ? 0 : 1;
      }
      return value < high ? 2 : 3;
    }

    private double compare(double[][] sums, int row) {
      int lastNote = note + notes;
      int end = row + rows;
      double all = area(sums, row, note, end, lastNote);
      double inside =
          switch (shape) {
            case WHOLE -> all;
            case HALVES_OF_NOTES -> area(sums, row, note + notes / 2, end, lastNote);
            case HALVES_OF_TIME -> area(sums, row + rows / 2, note, end, lastNote);
            case CHEQUERED ->
                area(sums, row, note + notes / 2, row + rows / 2, lastNote)
                    + area(sums, row + rows / 2, note, end, note + notes / 2);
            case THIRDS_OF_NOTES -> area(sums, row, note + notes / 3, end, note + 2 * (notes / 3));
            case THIRDS_OF_TIME -> area(sums, row + rows / 3, note, row + 2 * (rows / 3), lastNote);
          };
      double outside = shape == Shape.WHOLE ? 0 : all - inside;
      return Math.log((1 + inside) / (1 + outside));
    }

    private static double area(double[][] sums, int row, int note, int endRow, int endNote) {
      return sums[endRow][endNote] - sums[row][endNote] - sums[endRow][note] + sums[row][note];
    }
  }

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(Shape.WHOLE, 4, 3, 15, 1.98215, 2.35817, 2.63523),
          new Question(Shape.THIRDS_OF_NOTES, 4, 6, 15, -1.03809, -0.651211, -0.282167),
          new Question(Shape.HALVES_OF_NOTES, 0, 4, 16, -0.298702, 0.119262, 0.558497),
          new Question(Shape.CHEQUERED, 8, 2, 12, -0.105439, 0.0153946, 0.135898),
          new Question(Shape.CHEQUERED, 4, 4, 8, -0.142891, 0.0258736, 0.200632),
          new Question(Shape.THIRDS_OF_NOTES, 0, 3, 5, -0.826319, -0.590612, -0.368214),
          new Question(Shape.HALVES_OF_NOTES, 2, 2, 9, -0.557409, -0.233035, 0.0534525),
          new Question(Shape.HALVES_OF_TIME, 7, 3, 4, -0.0646826, 0.00620476, 0.0784847),
          new Question(Shape.HALVES_OF_TIME, 6, 2, 16, -0.192387, -0.029699, 0.215855),
          new Question(Shape.HALVES_OF_TIME, 1, 3, 2, -0.0397818, -0.00568076, 0.0292026),
          new Question(Shape.THIRDS_OF_TIME, 10, 1, 15, -0.53823, -0.369934, -0.190235),
          new Question(Shape.CHEQUERED, 6, 2, 10, -0.124877, 0.0296483, 0.139239),
          new Question(Shape.HALVES_OF_TIME, 1, 1, 14, -0.101475, 0.0225617, 0.231971),
          new Question(Shape.CHEQUERED, 5, 6, 4, -0.0799915, -0.00729616, 0.063262),
          new Question(Shape.HALVES_OF_NOTES, 9, 2, 12, -0.272556, 0.019424, 0.302559),
          new Question(Shape.CHEQUERED, 4, 2, 14, -0.164292, -0.0321188, 0.0846339));

  private Fingerprint() {}

  /// @param samples one channel, [ChromaRows#SAMPLES_PER_SECOND]
  /// @return the empty string if it is too short to have one
  static String of(short[] samples) {
    var numbers = numbers(ChromaRows.of(samples));
    return numbers.length == 0 ? "" : text(numbers);
  }

  static int[] numbers(List<double[]> rows) {
    var sums = sums(rows);
    var numbers = new int[Math.max(0, rows.size() - WIDTH + 1)];
    for (int row = 0; row < numbers.length; row++) {
      for (var question : QUESTIONS) {
        numbers[row] = numbers[row] << 2 | GRAY[question.grade(sums, row)];
      }
    }
    return numbers;
  }

  /// Of all that is above and before, so that each area takes four look-ups.
  private static double[][] sums(List<double[]> rows) {
    var sums = new double[rows.size() + 1][ChromaRows.NOTES + 1];
    for (int row = 0; row < rows.size(); row++) {
      double before = 0;
      for (int note = 0; note < ChromaRows.NOTES; note++) {
        before += rows.get(row)[note];
        sums[row + 1][note + 1] = sums[row][note + 1] + before;
      }
    }
    return sums;
  }

  /// Of each number only the bits that differ from the number before are written: how far each is
  /// from the one before it, in three bits, and what does not go into these in five more at the
  /// end.
  static String text(int[] numbers) {
    var steps = new ArrayList<Integer>();
    int before = 0;
    for (int number : numbers) {
      int differing = number ^ before;
      int last = 0;
      for (int bit = 1; differing != 0; bit++, differing >>>= 1) {
        if ((differing & 1) != 0) {
          steps.add(bit - last);
          last = bit;
        }
      }
      steps.add(0);
      before = number;
    }
    var bytes = new ByteArrayOutputStream();
    bytes.write(ALGORITHM);
    bytes.write(numbers.length >>> 16);
    bytes.write(numbers.length >>> 8);
    bytes.write(numbers.length);
    pack(steps.stream().map(step -> Math.min(step, 7)).toList(), 3, bytes);
    pack(steps.stream().filter(step -> step >= 7).map(step -> step - 7).toList(), 5, bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static void pack(List<Integer> values, int bits, ByteArrayOutputStream bytes) {
    int pending = 0;
    int count = 0;
    for (int value : values) {
      pending |= value << count;
      count += bits;
      for (; count >= 8; count -= 8, pending >>>= 8) {
        bytes.write(pending);
      }
    }
    if (count > 0) {
      bytes.write(pending);
    }
  }
}
