package contentgremlin.machine;

import java.util.Locale;

/// Something that a machine may be able to do, and whether it can.
///
/// @param name "libx264", "kvm"
/// @param works whether it was seen to be there; an encoder has really encoded a picture
/// @param detail what was seen, or why it is not there: in words, never empty if it does not work
public record Ability(Kind kind, String name, boolean works, String detail) {
  /// What programs complain about can be long.
  public static final int DETAIL_MAX = 500;

  public enum Kind {
    /// Runs other machines.
    HYPERVISOR,
    /// Turns pictures or sound into a stream.
    ENCODER;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for any other word
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public Ability {
    detail = detail.length() > DETAIL_MAX ? detail.substring(0, DETAIL_MAX) : detail;
  }
}
