/// The packaged program's pages in a real browser.
@NullMarked
package contentgremlin.acceptance.browser;

import org.jspecify.annotations.NullMarked;
