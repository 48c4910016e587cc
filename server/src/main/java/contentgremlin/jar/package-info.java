/// Jars of extensions: reading them, looking whether they are fit to be run, loading them. With
/// `extend`, the only place that knows of jars and class loaders.
@org.jspecify.annotations.NullMarked
package contentgremlin.jar;
