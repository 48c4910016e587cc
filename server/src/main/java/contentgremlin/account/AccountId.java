package contentgremlin.account;

/// Names one account for ever, whatever name its person goes by.
public record AccountId(long value) {}
