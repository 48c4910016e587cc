/// Machines that libvirt knows: [LibvirtMachines] in the server asks a [LibvirtCompanion] in a
/// process of its own, which alone knows libvirt's library. Nothing here is ever null.
package contentgremlin.libvirt;
