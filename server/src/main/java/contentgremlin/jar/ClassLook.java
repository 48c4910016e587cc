package contentgremlin.jar;

import contentgremlin.extend.Refusal;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.util.Map;
import java.util.Set;

/// Looks into the classes of a jar before any of them runs: whether this Java can run them, and
/// whether they call what ends or endangers the whole server. That finds what was not meant, and
/// says it clearly; whoever hides such a call behind reflection is not found. What is there for
/// companions alone is not looked at: no class loader of the server sees it.
final class ClassLook {
  private static final int MAGIC = 0xCAFEBABE;

  /// Class files of Java 1 have this number after 44.
  private static final int FIRST = 44;

  private static final int PREVIEW = 0xFFFF;

  private static final Map<String, Set<String>> ENDING =
      Map.of(
          "java/lang/System", Set.of("exit"),
          "java/lang/Runtime", Set.of("exit", "halt"));

  private static final Map<String, Set<String>> NATIVE =
      Map.of(
          "java/lang/System", Set.of("load", "loadLibrary"),
          "java/lang/Runtime", Set.of("load", "loadLibrary"),
          "java/lang/foreign/Linker", Set.of("nativeLinker"),
          "java/lang/foreign/SymbolLookup", Set.of("libraryLookup"),
          "java/lang/foreign/MemorySegment", Set.of("reinterpret"));

  private ClassLook() {}

  /// @throws Refusal if one of them is unfit
  static void require(Map<String, byte[]> files) {
    for (var file : files.entrySet()) {
      if (file.getKey().endsWith(".class") && !file.getKey().startsWith("META-INF/")) {
        look(file.getKey(), file.getValue());
      }
    }
  }

  private static void look(String name, byte[] bytes) {
    if (bytes.length < 10 || !isClass(bytes)) {
      throw new Refusal(name + " is no class");
    }
    int java = number(bytes, 6) - FIRST;
    int ours = Runtime.version().feature();
    if (java > ours) {
      throw new Refusal("%s is for Java %d; this program runs on %d".formatted(name, java, ours));
    }
    if (number(bytes, 4) == PREVIEW) {
      throw new Refusal(name + " uses features of Java that are not final");
    }
    try {
      look(name, ClassFile.of().parse(bytes));
    } catch (IllegalArgumentException e) {
      throw new Refusal(name + " is damaged: " + e.getMessage(), e);
    }
  }

  private static boolean isClass(byte[] bytes) {
    return (number(bytes, 0) << 16 | number(bytes, 2)) == MAGIC;
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static void look(String name, ClassModel model) {
    model.methods().stream()
        .filter(method -> method.flags().has(java.lang.reflect.AccessFlag.NATIVE))
        .findFirst()
        .ifPresent(method -> {
          throw nativeAccess(name, "its method " + method.methodName().stringValue());
        });
    for (var entry : model.constantPool()) {
      if (entry instanceof MemberRefEntry member) {
        var owner = member.owner().asInternalName();
        var called = member.name().stringValue();
        if (ENDING.getOrDefault(owner, Set.of()).contains(called)) {
          throw new Refusal(
              "%s calls %s.%s, which would end the whole server"
                  .formatted(name, owner.replace('/', '.'), called));
        }
        if (NATIVE.getOrDefault(owner, Set.of()).contains(called)) {
          throw nativeAccess(name, owner.replace('/', '.') + "." + called);
        }
      }
    }
  }

  private static Refusal nativeAccess(String name, String what) {
    return new Refusal(
        "%s wants native code (%s), which can bring down the whole server: extensions are Java alone"
            .formatted(name, what));
  }
}
