package contentgremlin.engine.extend;

/// The database is being copied to another place: no table is made or removed meanwhile, since the
/// copy would not hear of it.
final class Upgrading extends RuntimeException {
  private static final long serialVersionUID = 1;

  Upgrading() {
    super("An upgrade is taking place; try again when it is over.");
  }
}
