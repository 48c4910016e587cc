package contentgremlin.engine.library;

import contentgremlin.library.Entry;

/// Who a file is that was found at a place where it was not known.
sealed interface Match {
  /// It was known at another place, or is taken for one that was.
  record Known(Entry entry) implements Match {}

  /// The entry was its own until another file took its name: it has the better right to it.
  record Owner(Entry entry) implements Match {}

  record Nobody() implements Match {}

  /// By now it is at its old place again, and at the new one no more: what was found there is out
  /// of date, and says nothing of the name.
  record Outdated() implements Match {}
}
