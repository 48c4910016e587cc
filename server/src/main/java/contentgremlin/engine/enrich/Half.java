package contentgremlin.engine.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.enrich.Fetcher;
import contentgremlin.enrich.Fetcher.Head;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// What has come of a file so far, in a folder of its own: `incoming/picture-<id>/`. What it says
/// of itself is true after a crash, too. Used by one thread at a time.
final class Half {
  private static final String DATA = "data";
  private static final String STATE = "state";
  private static final String WHOLE = "whole";
  private static final String PART = "part";

  /// After so many bytes they are made durable.
  private static final long STEP_BYTES = 1 << 18;

  private final Vault vault;
  private final String folder;

  Half(Vault vault, long picture) {
    this.vault = vault;
    this.folder = "incoming/picture-" + picture;
  }

  Path data() {
    return vault.path(folder + "/" + DATA);
  }

  /// @param length what has certainly come
  /// @param validator of the whole; or empty if it has none
  private record State(boolean isWhole, long length, String validator) {
    static final State NOTHING = new State(false, 0, "");
  }

  private State state() throws IOException {
    try {
      var lines = Files.readString(vault.path(folder + "/" + STATE), UTF_8).lines().toList();
      long length = Long.parseLong(lines.get(1));
      boolean isThere = Files.size(data()) >= length;
      var validator = lines.size() > 2 ? lines.get(2) : "";
      return isThere ? new State(lines.getFirst().equals(WHOLE), length, validator) : State.NOTHING;
    } catch (NoSuchFileException | NumberFormatException | IndexOutOfBoundsException _) {
      return State.NOTHING;
    }
  }

  boolean isWhole() throws IOException {
    return state().isWhole();
  }

  /// What is to be asked for.
  Fetcher.Rest rest() throws IOException {
    var state = state();
    return state.length() == 0 || state.validator().isEmpty()
        ? Fetcher.Rest.ALL
        : new Fetcher.Rest(state.length(), state.validator());
  }

  void clear() throws IOException {
    vault.remove(folder);
  }

  /// Takes what comes, behind what is there, or in its place.
  OutputStream open(Head head) throws IOException {
    Files.createDirectories(vault.path(folder));
    var channel =
        FileChannel.open(data(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
            .truncate(head.offset());
    channel.position(head.offset());
    return new Growing(channel, validator(head));
  }

  /// One that is only nearly the same is no use for parts (RFC 9110, section 13.1.5).
  private static String validator(Head head) {
    boolean isStrong = !head.tag().isEmpty() && !head.tag().startsWith("W/");
    return isStrong ? head.tag() : head.modified();
  }

  /// All of it has come.
  void finish() throws IOException {
    note(new State(true, Files.size(data()), ""));
  }

  private void note(State state) throws IOException {
    var file = vault.path(folder + "/" + STATE);
    var beside = vault.path(folder + "/" + STATE + ".new");
    var text =
        "%s\n%d\n%s\n".formatted(state.isWhole() ? WHOLE : PART, state.length(), state.validator());
    Files.writeString(beside, text, UTF_8);
    vault.force(beside);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    vault.force(vault.path(folder));
  }

  private final class Growing extends OutputStream {
    private final FileChannel channel;
    private final String validator;
    private long unforced;

    private Growing(FileChannel channel, String validator) {
      this.channel = channel;
      this.validator = validator;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      var buffer = ByteBuffer.wrap(bytes, from, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      unforced += count;
      if (unforced >= STEP_BYTES) {
        keep();
      }
    }

    private void keep() throws IOException {
      channel.force(true);
      note(new State(false, channel.position(), validator));
      unforced = 0;
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        try (channel) {
          keep();
        }
      }
    }
  }
}
