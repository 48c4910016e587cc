package contentgremlin.probe;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real helper, except that files of certain names do to it what hostile ones might.
public final class TroubledMain {
  private static final int CHUNK = 16 << 20;
  private static final List<Object> KEPT = new ArrayList<>();
  private static final List<Thread> WAITED_FOR = new ArrayList<>();

  private TroubledMain() {}

  public static void main(String[] arguments) {
    var desk = new Desk(Path.of(System.getProperty("contentgremlin.programs")));
    Main.serve(question -> {
      harm(Path.of(question.order().path()));
      return desk.answer(question);
    });
  }

  private static void harm(Path file) {
    switch (file.getFileName().toString()) {
      case "crash.mp3" -> read(8);
      case "spin.mp3" -> spin();
      case "wait.mp3" -> waitForEver();
      case "heap.mp3" -> fillHeap();
      case "native.mp3" -> fillMemory();
      case "deep.mp3" -> deeper(1);
      case "babble.mp3" -> babble();
      case "once.mp3" -> once(file.resolveSibling("once"));
      default -> {
        // An honest file.
      }
    }
  }

  /// Where nothing is.
  private static void read(long address) {
    MemorySegment.ofAddress(address).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 1);
  }

  private static void spin() {
    long count = 0;
    while (count >= 0) {
      count = (count + 1) & 0xffff;
    }
  }

  private static void waitForEver() {
    try {
      WAITED_FOR.add(Thread.currentThread());
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fillHeap() {
    while (true) {
      KEPT.add(new byte[CHUNK]);
    }
  }

  private static void fillMemory() {
    var linker = Linker.nativeLinker();
    var malloc =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("malloc"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    try {
      while (true) {
        var got = (MemorySegment) malloc.invokeExact((long) CHUNK);
        if (got.equals(MemorySegment.NULL)) {
          read(8); // what careless libraries do then
        }
        got.reinterpret(CHUNK).fill((byte) 1);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static int deeper(int depth) {
    return depth < Integer.MAX_VALUE ? depth + deeper(depth + 1) : 0;
  }

  private static void babble() {
    try (var out = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {
      out.write(new byte[] {0x7f, 0x7f, 0x7f, 0x7f, 1, 2, 3});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    waitForEver();
  }

  private static void once(Path marker) {
    try {
      if (Files.deleteIfExists(marker)) {
        read(8);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
