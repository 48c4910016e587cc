package contentgremlin.libvirt;

import contentgremlin.extension.Companion;
import contentgremlin.extension.MachineProvider.Change;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.libvirt.LibvirtException;

/// Speaks with libvirt's library, in a process of its own. Thread-safe.
public final class LibvirtCompanion implements Companion {
  private final AtomicReference<Hypervisor> hypervisor = new AtomicReference<>();

  @Override
  public void begin(Outbox outbox) throws Exception {
    // Before anything of JNA is loaded: where it may write, and that names of machines are UTF-8.
    System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir", "."));
    System.setProperty("jna.encoding", "UTF-8");
    System.setProperty("jna.nosys", "true");
    try {
      hypervisor.set(Hypervisor.begin(() -> outbox.say(Orders.CHANGED)));
    } catch (LinkageError e) {
      throw new IOException("libvirt's library can't be used: " + firstLine(e), e);
    }
  }

  /// Of what it all began with.
  private static String firstLine(Throwable cause) {
    var first =
        Stream.iterate(cause, each -> each != null, Throwable::getCause)
            .reduce(cause, (_, deeper) -> deeper);
    return String.valueOf(first.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String answer(String request) throws IOException {
    var fields = Fields.of(request);
    var address = fields.get(1);
    try {
      return switch (fields.getFirst()) {
        case Orders.LIST -> hypervisor.get().with(address, false, Domains::list);
        case Orders.CHANGE ->
            hypervisor
                .get()
                .with(
                    address,
                    true,
                    connect ->
                        Domains.change(connect, fields.get(2), Change.valueOf(fields.get(3))));
        default -> throw new IOException("unknown: " + request);
      };
    } catch (LibvirtException e) {
      throw new IOException("libvirt: " + Domains.words(e), e);
    }
  }
}
