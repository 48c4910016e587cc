/// Extensions at work: each behind a guard of its own, its parts fitted to the places where the
/// server has its own.
@org.jspecify.annotations.NullMarked
package contentgremlin.engine.extend;
