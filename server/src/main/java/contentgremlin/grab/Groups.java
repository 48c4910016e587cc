package contentgremlin.grab;

/// The groups that metadata has, as [contentgremlin.item.Metadata] lists them.
final class Groups {
  static final String TITLES = "titles";
  static final String CLASSIFICATION = "classification";
  static final String MUSICAL = "musical";
  static final String ENTITIES = "entities";
  static final String IDENTIFIER = "identifier";
  static final String SPATIAL = "spatial";
  static final String TECHNICAL = "technical";
  static final String TEMPORAL = "temporal";
  static final String ORGANIZATIONAL = "organizational";
  static final String COMMERCIAL = "commercial";
  static final String PERSONAL = "personal";
  static final String LEGAL = "legal";
  static final String MISCELLANEOUS = "miscellaneous";

  private Groups() {}
}
