package contentgremlin.grab;

import java.util.ArrayList;
import java.util.List;

/// How strong each of the twelve notes is in sound, in moments of a third of a second that begin an
/// eighth apart; as Chromaprint's second algorithm has it, so that the fingerprints made of it are
/// those that AcoustID knows.
///
/// The octave does not matter, nor does how loud the sound is.
final class ChromaRows {
  static final int SAMPLES_PER_SECOND = 11_025;
  static final int NOTES = 12;

  private static final int FRAME = 4_096;
  private static final int STEP = FRAME / 3;
  private static final double LOWEST = 28;
  private static final double HIGHEST = 3_520;

  /// The tuning note A, four octaves down.
  private static final double BASE = 440.0 / 16;

  /// Neighbours in time flow into one another.
  private static final double[] BLUR = {0.25, 0.75, 1.0, 0.75, 0.25};

  /// Below this it is silence.
  private static final double NORM_MIN = 0.01;

  private static final Fourier FOURIER = new Fourier(FRAME);
  private static final double[] WINDOW = window();
  private static final int FIRST = Math.max(1, index(LOWEST));
  private static final int END = Math.min(FRAME / 2, index(HIGHEST));
  private static final int[] NOTE = notes();

  private ChromaRows() {}

  private static double[] window() {
    var window = new double[FRAME];
    for (int i = 0; i < FRAME; i++) {
      window[i] = (0.54 - 0.46 * Math.cos(2 * Math.PI * i / (FRAME - 1))) / Short.MAX_VALUE;
    }
    return window;
  }

  private static int index(double frequency) {
    return (int) Math.round(FRAME * frequency / SAMPLES_PER_SECOND);
  }

  private static int[] notes() {
    var notes = new int[END];
    for (int i = FIRST; i < END; i++) {
      double frequency = (double) i * SAMPLES_PER_SECOND / FRAME;
      double octave = Math.log(frequency / BASE) / Math.log(2);
      notes[i] = (int) (NOTES * (octave - Math.floor(octave)));
    }
    return notes;
  }

  /// @param samples one channel, [#SAMPLES_PER_SECOND]
  static List<double[]> of(short[] samples) {
    var raw = new ArrayList<double[]>();
    var real = new double[FRAME];
    var imaginary = new double[FRAME];
    for (int start = 0; start + FRAME <= samples.length; start += STEP) {
      for (int i = 0; i < FRAME; i++) {
        real[i] = samples[start + i] * WINDOW[i];
        imaginary[i] = 0;
      }
      FOURIER.transform(real, imaginary);
      raw.add(strengths(real, imaginary));
    }
    return blurred(raw);
  }

  private static double[] strengths(double[] real, double[] imaginary) {
    var notes = new double[NOTES];
    for (int i = FIRST; i < END; i++) {
      notes[NOTE[i]] += real[i] * real[i] + imaginary[i] * imaginary[i];
    }
    return notes;
  }

  private static List<double[]> blurred(List<double[]> raw) {
    var rows = new ArrayList<double[]>();
    for (int last = BLUR.length - 1; last < raw.size(); last++) {
      var row = new double[NOTES];
      for (int back = 0; back < BLUR.length; back++) {
        for (int note = 0; note < NOTES; note++) {
          row[note] += raw.get(last - back)[note] * BLUR[back];
        }
      }
      rows.add(normalised(row));
    }
    return rows;
  }

  private static double[] normalised(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += value * value;
    }
    double norm = Math.sqrt(sum);
    for (int note = 0; note < NOTES; note++) {
      row[note] = norm < NORM_MIN ? 0 : row[note] / norm;
    }
    return row;
  }
}
