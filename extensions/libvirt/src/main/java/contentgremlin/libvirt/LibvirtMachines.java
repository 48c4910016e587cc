package contentgremlin.libvirt;

import contentgremlin.extension.CompanionLine;
import contentgremlin.extension.Host;
import contentgremlin.extension.MachineProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;

/// What the server asks; the companion answers. Thread-safe.
final class LibvirtMachines implements MachineProvider, CompanionLine.Ear {
  static final String ADDRESS = "libvirt-uri";

  private static final String COMPANION = "contentgremlin.libvirt.LibvirtCompanion";

  /// Less than what the server grants: a daemon that hangs is told, and costs nothing but its
  /// companion.
  private static final Duration LIST_MAX = Duration.ofSeconds(25);

  private static final Duration CHANGE_MAX = Duration.ofSeconds(50);

  /// Of a machine's line.
  private static final int FIELDS = 5;

  private final Host host;
  private final CompanionLine companion;
  private volatile Runnable changed = () -> {};

  LibvirtMachines(Host host) {
    this.host = host;
    this.companion = host.companion(COMPANION, this);
  }

  @Override
  public String id() {
    return "libvirt";
  }

  @Override
  public String title() {
    return "libvirt";
  }

  private String address() {
    return host.setting(ADDRESS).strip();
  }

  private String asked() {
    var address = address();
    return address.isEmpty() ? Presence.LOCAL : address;
  }

  @Override
  public String absence() {
    var absence = Presence.absence(address());
    if (!absence.isEmpty()) {
      companion.rest();
    }
    return absence;
  }

  /// @throws IOException if libvirt can't be asked at all
  @Override
  public Listing machines() throws IOException, InterruptedException {
    var lines = companion.ask(Fields.line(Orders.LIST, asked()), LIST_MAX).split("\n", -1);
    var found = new ArrayList<Found>();
    try {
      for (int number = 1; number < lines.length; number++) {
        found.add(found(lines[number]));
      }
      var problem = Fields.of(lines[0]).getFirst();
      return new Listing(found, problem.isEmpty(), problem);
    } catch (IllegalArgumentException e) {
      throw new IOException("its companion listed what makes no sense", e);
    }
  }

  private static Found found(String line) {
    var fields = Fields.of(line);
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException(line);
    }
    return new Found(
        fields.get(0),
        fields.get(1),
        State.valueOf(fields.get(2)),
        Integer.parseInt(fields.get(3)),
        Long.parseLong(fields.get(4)));
  }

  @Override
  public void change(String key, Change change) throws IOException, InterruptedException {
    companion.ask(Fields.line(Orders.CHANGE, asked(), key, change), CHANGE_MAX);
  }

  @Override
  public void watch(Runnable whenChanged) {
    changed = whenChanged;
  }

  @Override
  public void said(String text) {
    if (text.equals(Orders.CHANGED)) {
      changed.run();
    }
  }

  /// From now on nothing is heard of libvirt, until it is asked once more.
  @Override
  public void ended() {
    changed.run();
  }
}
