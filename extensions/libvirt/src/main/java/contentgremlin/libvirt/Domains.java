package contentgremlin.libvirt;

import contentgremlin.extension.MachineProvider.Change;
import contentgremlin.extension.MachineProvider.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.DomainInfo;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/// What libvirt calls domains: lists them, and changes one.
final class Domains {
  /// More are not listed.
  private static final int DOMAINS_MAX = 10_000;

  /// Running ones and defined ones, those that go with their end among them.
  private static final int ALL = 0;

  private static final long KIBIBYTE = 1_024;

  private Domains() {}

  /// As [Orders#LIST] says. One that goes in the middle is left out; another that can't be asked is
  /// told.
  static String list(Connect connect) throws LibvirtException {
    var lines = new ArrayList<String>();
    var problems = new ArrayList<String>();
    for (var domain : connect.listAllDomains(ALL)) {
      try {
        if (lines.size() < DOMAINS_MAX) {
          lines.add(line(domain));
        }
      } catch (LibvirtException e) {
        if (!isGone(e)) {
          problems.add(words(e));
        }
      } finally {
        free(domain);
      }
    }
    if (lines.size() >= DOMAINS_MAX) {
      problems.add("there are more than %d domains".formatted(DOMAINS_MAX));
    }
    lines.addFirst(Fields.line(problems.isEmpty() ? "" : problems.getFirst()));
    return String.join("\n", lines);
  }

  private static String line(Domain domain) throws LibvirtException {
    var info = domain.getInfo();
    return Fields.line(
        domain.getUUIDString(),
        domain.getName(),
        state(info.state),
        info.nrVirtCpu,
        info.maxMem * KIBIBYTE);
  }

  private static State state(DomainState state) {
    return switch (state) {
      case VIR_DOMAIN_NOSTATE, VIR_DOMAIN_RUNNING, VIR_DOMAIN_BLOCKED, VIR_DOMAIN_SHUTDOWN ->
          State.RUNNING;
      case VIR_DOMAIN_PAUSED, VIR_DOMAIN_PMSUSPENDED -> State.SUSPENDED;
      case VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_CRASHED -> State.OFF;
    };
  }

  /// @return nothing that matters
  static String change(Connect connect, String uuid, Change change) throws LibvirtException {
    var domain = connect.domainLookupByUUIDString(uuid);
    try {
      change(domain, change);
    } catch (LibvirtException e) {
      // It may have got there by itself meanwhile.
      if (!isInvalidNow(e) || !wanted(change).contains(state(domain.getInfo().state))) {
        throw e;
      }
    } finally {
      free(domain);
    }
    return "";
  }

  private static List<State> wanted(Change change) {
    return switch (change) {
      case START, RESUME -> List.of(State.RUNNING);
      case STOP, END -> List.of(State.OFF);
      case SUSPEND -> List.of(State.SUSPENDED);
    };
  }

  private static void change(Domain domain, Change change) throws LibvirtException {
    var info = domain.getInfo();
    var state = state(info.state);
    switch (change) {
      case START -> start(domain, info, state);
      case STOP -> stop(domain, info, state);
      case END -> {
        if (domain.isActive() == 1) {
          domain.destroy();
        }
      }
      case SUSPEND -> {
        if (state != State.SUSPENDED) {
          domain.suspend();
        }
      }
      case RESUME -> {
        if (state != State.RUNNING) {
          resume(domain, info);
        }
      }
    }
  }

  /// One that crashed may lie there with all it had: that goes first.
  private static void start(Domain domain, DomainInfo info, State state) throws LibvirtException {
    switch (state) {
      case RUNNING -> {}
      case SUSPENDED -> resume(domain, info);
      case OFF -> {
        if (domain.isActive() == 1) {
          domain.destroy();
        }
        domain.create();
      }
    }
  }

  /// A guest that stands still can't hear that it is to shut down.
  private static void stop(Domain domain, DomainInfo info, State state) throws LibvirtException {
    switch (state) {
      case RUNNING -> domain.shutdown();
      case SUSPENDED -> {
        resume(domain, info);
        domain.shutdown();
      }
      case OFF -> {}
    }
  }

  private static void resume(Domain domain, DomainInfo info) throws LibvirtException {
    if (info.state == DomainState.VIR_DOMAIN_PMSUSPENDED) {
      domain.PMwakeup();
    } else {
      domain.resume();
    }
  }

  private static boolean isGone(LibvirtException e) {
    return code(e) == ErrorNumber.VIR_ERR_NO_DOMAIN;
  }

  private static boolean isInvalidNow(LibvirtException e) {
    return code(e) == ErrorNumber.VIR_ERR_OPERATION_INVALID;
  }

  private static ErrorNumber code(LibvirtException e) {
    return e.getError().getCode();
  }

  static String words(LibvirtException e) {
    return Objects.requireNonNullElse(e.getMessage(), "no reason given");
  }

  /// What was known of it stays valid; only memory is given back.
  private static void free(Domain domain) {
    try {
      domain.free();
    } catch (LibvirtException _) {
      // then it is given back with the connection
    }
  }
}
