/// Fronts of albums, from the Cover Art Archive. Nothing here is ever null.
package contentgremlin.coverart;
