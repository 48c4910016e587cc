/// What an extension compiles against, and all that it sees of the server. Nothing here is ever
/// null. See docs/EXTENSIONS.md.
package contentgremlin.extension;
