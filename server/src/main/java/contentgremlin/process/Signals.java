package contentgremlin.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// kill(2). The JDK can signal one process, but not a group, and knows only TERM and KILL.
final class Signals {
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

  /// A group that is gone already is no error.
  static void sendToGroup(long group, int signal) {
    if (group <= 1) {
      throw new IllegalArgumentException("group " + group + " would be everybody");
    }
    try {
      var _ = (int) KILL_FUNCTION.invokeExact((int) -group, signal);
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }
}
