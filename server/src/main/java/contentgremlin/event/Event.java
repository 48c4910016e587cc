package contentgremlin.event;

import java.time.Instant;

/// A fact with its number and time; later ones have greater numbers.
public record Event(long number, Instant at, Fact fact) {}
