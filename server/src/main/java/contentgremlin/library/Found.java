package contentgremlin.library;

/// One name in a folder, and what bears it.
///
/// @param name as [FileName] writes it
public record Found(String name, FileStat stat) {}
