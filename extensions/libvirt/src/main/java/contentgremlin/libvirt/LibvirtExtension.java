package contentgremlin.libvirt;

import contentgremlin.extension.Extension;
import contentgremlin.extension.Host;
import contentgremlin.extension.Parts;
import contentgremlin.extension.Setting;

/// Brings the machines that libvirt knows, if there is a libvirt.
public final class LibvirtExtension implements Extension {
  @Override
  public Parts start(Host host) {
    var setting =
        new Setting(
            LibvirtMachines.ADDRESS,
            "",
            "Which hypervisor libvirt asks, as a libvirt URI; empty: qemu:///system, if its daemon"
                + " is here.",
            false);
    return Parts.none().with(setting).with(new LibvirtMachines(host));
  }
}
