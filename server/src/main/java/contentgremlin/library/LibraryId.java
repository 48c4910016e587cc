package contentgremlin.library;

public record LibraryId(long value) {}
