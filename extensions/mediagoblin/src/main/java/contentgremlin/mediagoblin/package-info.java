/// Reads what a GNU MediaGoblin server has. Nothing here is ever null.
package contentgremlin.mediagoblin;
