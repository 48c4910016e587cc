/// Extensions: what a jar declares, what is kept of it, and which SQL it may use.
@org.jspecify.annotations.NullMarked
package contentgremlin.extend;
