package contentgremlin.probe;

import contentgremlin.library.ProbeWire;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

/// Reads orders from standard input and answers them on standard output, one after the other. Ends
/// at once when there is nobody left to give orders, even in the middle of a file.
public final class Main {
  private static final String PROGRAMS = "contentgremlin.programs";

  /// No prober gives a helper so many orders at a time.
  private static final int ORDERS_MAX = 1_024;

  private static final int INPUT_BYTES = 64 << 10;

  private Main() {}

  public static void main(String[] arguments) {
    var folder = System.getProperty(PROGRAMS);
    var desk = new Desk(folder == null || folder.isEmpty() ? null : Path.of(folder));
    serve(desk::answer);
  }

  /// @param work is done on a thread of its own, one question at a time
  static void serve(Function<ProbeWire.Question, ProbeWire.Answer> work) {
    var output = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err); // nobody may speak in between
    var orders = new ArrayBlockingQueue<ProbeWire.Question>(ORDERS_MAX);
    var answers = new Answers(output, orders::isEmpty);
    Thread.ofPlatform().name("probe").start(() -> work(orders, answers, work));
    try (var input =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), INPUT_BYTES))) {
      while (true) {
        orders.put(ProbeWire.question(frame(input)));
      }
    } catch (IOException | InterruptedException | IllegalArgumentException _) {
      // Nobody is there any more, or nobody that can be understood. A thread that is stuck in a
      // file
      // must not keep us alive.
      Runtime.getRuntime().halt(0);
    }
  }

  private static byte[] frame(DataInputStream input) throws IOException {
    int length = input.readInt();
    if (length < 0 || length > ProbeWire.FRAME_MAX) {
      throw new IOException("a frame of " + length + " bytes");
    }
    var frame = new byte[length];
    input.readFully(frame);
    return frame;
  }

  private static void work(
      BlockingQueue<ProbeWire.Question> orders,
      Answers answers,
      Function<ProbeWire.Question, ProbeWire.Answer> work) {
    try {
      answers.ready();
      while (true) {
        var question = orders.take();
        answers.add(question.order().number(), work.apply(question));
      }
    } catch (IOException | InterruptedException _) {
      Runtime.getRuntime().halt(0);
    } catch (Throwable e) {
      // Better to be started afresh than to keep others waiting.
      Runtime.getRuntime().halt(EXIT_FAULT);
    }
  }

  private static final int EXIT_FAULT = 70;
}
