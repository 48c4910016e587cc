package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import contentgremlin.library.FileName;
import contentgremlin.library.FileStat;
import contentgremlin.library.Found;
import contentgremlin.library.Ignored;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads all names of an open folder, and asks what each stands for. Used once, by one thread.
final class FolderReader {
  // struct linux_dirent64
  private static final int AT_LENGTH = 16;
  private static final int AT_NAME = 19;
  private static final int ALIGNMENT = 8;

  /// Of a key, the lower bits that hold where in the buffer an entry lies; the others hold what is
  /// left of its inode number.
  private static final int PLACE_BITS = 18;

  private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;

  private final Scratch scratch;
  private final int folder;
  private final List<Found> found = new ArrayList<>();
  private final MemorySegment entries;
  private long[] keys = new long[256];
  private byte[] name = new byte[256];
  private int reads;
  private boolean hasItself;

  FolderReader(Scratch scratch, int folder) {
    this.scratch = scratch;
    this.folder = folder;
    this.entries = scratch.entries();
  }

  /// @return an error below zero; else [#found] has everything
  int read() {
    while (true) {
      int length = Libc.getdents(scratch, folder, entries.address(), Scratch.ENTRIES_BYTES);
      if (length <= 0) {
        return length;
      }
      reads++;
      askAll(length);
    }
  }

  List<Found> found() {
    return found;
  }

  /// Whether the folder could have changed between two calls that each read a part of it.
  boolean isInParts() {
    return reads > 1;
  }

  /// Whether "." was among the names.
  boolean hasItself() {
    return hasItself;
  }

  /// In the order of inodes, in which they lie on disks that turn.
  private void askAll(int length) {
    int count = 0;
    for (int at = 0; at < length; at += lengthOf(at)) {
      if (count == keys.length) {
        keys = Arrays.copyOf(keys, 2 * count);
      }
      keys[count++] = (entries.get(JAVA_LONG, at) << PLACE_BITS) | at;
    }
    Arrays.sort(keys, 0, count);
    for (int i = 0; i < count; i++) {
      ask((int) (keys[i] & PLACE_MASK));
    }
  }

  private void ask(int at) {
    var text = nameOf(at);
    if (Ignored.isIgnored(text)) {
      hasItself |= text.equals(".");
      return;
    }
    int error = Stats.ask(scratch, folder, entries.address() + at + AT_NAME);
    if (error == 0) {
      found.add(new Found(text, Stats.read(scratch)));
    } else if (error != -Errors.ENOENT) { // that one went meanwhile
      found.add(new Found(text, FileStat.UNKNOWN));
    }
  }

  private int lengthOf(int at) {
    return entries.get(JAVA_SHORT_UNALIGNED, at + AT_LENGTH) & 0xffff;
  }

  private String nameOf(int at) {
    int from = at + AT_NAME;
    // Entries are filled up to a multiple of eight bytes: the zero is among the last ones.
    int end = Math.max(from, at + lengthOf(at) - ALIGNMENT);
    while (entries.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    int length = end - from;
    if (length > name.length) {
      name = new byte[length];
    }
    MemorySegment.copy(entries, JAVA_BYTE, from, name, 0, length);
    return FileName.decode(name, length);
  }
}
