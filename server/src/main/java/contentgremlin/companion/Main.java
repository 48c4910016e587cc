package contentgremlin.companion;

import contentgremlin.extend.CompanionWire;
import contentgremlin.extend.CompanionWire.Frame;
import contentgremlin.extension.Companion;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs one companion: reads questions from standard input and answers them on a pipe of its own,
/// so that whatever prints disturbs nothing. Ends at once when nobody is left who asks, also in the
/// middle of an answer, and removes the folder that it was given.
public final class Main {
  private static final int CALLS_MAX = 16;
  private static final int INPUT_BYTES = 64 << 10;

  /// It can't begin.
  private static final int EXIT_UNFIT = 70;

  private Main() {}

  /// @param arguments the folder with its jars, which is its own; the name of its class; where
  ///   answers go
  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    var type = arguments[1];
    var answers = new Answers(new FileOutputStream(arguments[2]));
    System.setOut(System.err);
    var begun = new CompletableFuture<Companion>();
    Thread.ofPlatform().name("begin").daemon().start(() -> begin(folder, type, answers, begun));
    try (var input = new BufferedInputStream(new FileInputStream(FileDescriptor.in), INPUT_BYTES)) {
      serve(input, Executors.newFixedThreadPool(CALLS_MAX), answers, begun);
    } catch (IOException _) {
      // nobody is there any more, or nobody that can be understood
    } finally {
      remove(folder);
      Runtime.getRuntime().halt(0); // a call that hangs must not keep us alive
    }
  }

  private static void begin(
      Path folder, String type, Answers answers, CompletableFuture<Companion> begun) {
    try {
      var made = make(folder, type);
      made.begin(answers::say);
      begun.complete(made);
    } catch (Throwable e) {
      answers.unfit(
          e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e);
      remove(folder);
      Runtime.getRuntime().halt(EXIT_UNFIT);
    }
  }

  private static Companion make(Path folder, String type) throws Exception {
    var loader = CompanionLoader.of(folder);
    Thread.currentThread().setContextClassLoader(loader);
    var found = Class.forName(type, true, loader);
    if (!Companion.class.isAssignableFrom(found)) {
      throw new IllegalArgumentException(
          "%s does not implement %s".formatted(type, Companion.class.getName()));
    }
    return (Companion) found.getConstructor().newInstance();
  }

  private static void serve(
      InputStream input, ExecutorService calls, Answers answers, Future<Companion> begun)
      throws IOException {
    for (var frame = CompanionWire.read(input); frame != null; frame = CompanionWire.read(input)) {
      var question = frame;
      calls.execute(() -> answer(question, answers, begun));
    }
  }

  private static void answer(Frame question, Answers answers, Future<Companion> begun) {
    try {
      var companion = begun.get();
      Thread.currentThread().setContextClassLoader(companion.getClass().getClassLoader());
      answers.answer(question.number(), companion.answer(question.text()));
    } catch (Throwable e) {
      answers.fail(question.number(), e);
    }
  }

  /// As far as that goes: whoever started this process looks once more.
  private static void remove(Path folder) {
    try (var all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(Main::removeOne);
    } catch (IOException | RuntimeException _) {
      // it is gone already
    }
  }

  private static void removeOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // somebody wrote into it just now
    }
  }
}
