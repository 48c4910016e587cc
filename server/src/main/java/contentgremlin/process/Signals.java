package contentgremlin.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// kill(2). The JDK can signal one process, but not a group, and knows only TERM and KILL.
final class Signals {
  private static final int NONE = 0;
  static final int KILL = 9;
  static final int TERM = 15;
  static final int CONT = 18;

  private static final MethodHandle KILL_FUNCTION =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Signals() {}

  /// Whether any process, be it a zombie, is in this group: kill(2) with no signal.
  static boolean isGroup(long group) {
    return kill(toGroup(group), NONE) == 0;
  }

  /// A process that is gone already is no error.
  static void send(long pid, int signal) {
    if (pid <= 1) {
      throw new IllegalArgumentException("pid " + pid + " is not one process of ours");
    }
    int _ = kill(pid, signal);
  }

  /// A group that is gone already is no error.
  static void sendToGroup(long group, int signal) {
    int _ = kill(toGroup(group), signal);
  }

  private static long toGroup(long group) {
    if (group <= 1) {
      throw new IllegalArgumentException("group " + group + " would be everybody");
    }
    return -group;
  }

  private static int kill(long target, int signal) {
    try {
      return (int) KILL_FUNCTION.invokeExact((int) target, signal);
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }
}
