package contentgremlin.engine.install;

import contentgremlin.machine.Ability;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Surveyor;
import java.util.List;

/// A machine that is always the same.
public record SampleMachine() implements Surveyor {
  @Override
  public Survey survey() {
    return new Survey(
        "sample",
        new Capacity(4, 8_000_000_000L, 500_000_000_000L),
        List.of(
            new Ability(Ability.Kind.HYPERVISOR, "kvm", true, "/dev/kvm can be used"),
            new Ability(Ability.Kind.HYPERVISOR, "libvirt", false, "it is not installed")));
  }

  @Override
  public String mark() {
    return "sample";
  }

  @Override
  public Trials encoders() {
    return new Trials(
        List.of(
            new Ability(Ability.Kind.ENCODER, "libx264", true, "encoded 4467 bytes"),
            new Ability(Ability.Kind.ENCODER, "h264_nvenc", false, "Cannot load libcuda.so.1")),
        List.of());
  }
}
