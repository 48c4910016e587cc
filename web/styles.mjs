// The pages forbid inline styles (Content-Security-Policy: style-src 'self'), but two of our parts
// write <style> elements. This esbuild plugin makes them use style sheets that are constructed by
// script, which the policy allows; it fails the build when a part no longer looks as expected.
import { readFile } from 'node:fs/promises';

/** Where the parts' code is changed: each `from` MUST occur in the file. */
const TURBO = [
  {
    // Turbo's progress bar: its rules stand in our own style sheet.
    from: 'document.head.insertBefore(this.stylesheetElement, document.head.firstChild);',
    to: '',
  },
];

const SHADOW_UNSAFE =
  'this.shadowRoot.setHTMLUnsafe ? this.shadowRoot.setHTMLUnsafe(html) : this.shadowRoot.innerHTML = html;';
const SHADOW_TEMPLATE = 'this.shadowRoot.innerHTML = this.constructor.getTemplateHTML(attrs);';

export const adoptedStyles = {
  name: 'adopted-styles',
  setup(build) {
    build.onLoad({ filter: /@hotwired[\\/]turbo[\\/]dist[\\/].*\.js$/ }, async ({ path }) => ({
      contents: replaceAll(await readFile(path, 'utf8'), TURBO, path),
      loader: 'js',
    }));
    build.onLoad({ filter: /media-chrome[\\/]dist[\\/].*\.js$/ }, async ({ path }) => ({
      contents: withoutStyleElements(await readFile(path, 'utf8'), path),
      loader: 'js',
    }));
  },
};

function replaceAll(text, changes, path) {
  for (const { from, to } of changes) {
    if (!text.includes(from)) {
      throw new Error(`${path} no longer contains “${from}”: look at styles.mjs`);
    }
    text = text.replace(from, to);
  }
  return text;
}

function withoutStyleElements(text, path) {
  let changed = text
    .replaceAll(SHADOW_UNSAFE, 'fillShadow(this.shadowRoot, html);')
    .replaceAll(SHADOW_TEMPLATE, 'fillShadow(this.shadowRoot, this.constructor.getTemplateHTML(attrs));');
  if (/shadowRoot\.innerHTML/.test(changed)) {
    throw new Error(`${path} fills its shadow root in a new way: look at styles.mjs`);
  }
  if (path.endsWith('element-utils.js')) {
    changed = changed.replaceAll('"style:not([media])"', '"adopted-style:not([media])"');
  }
  return changed === text
    ? text
    : `import { fillShadow } from ${JSON.stringify(new URL('./src/shadow.ts', import.meta.url).pathname)};\n${changed}`;
}
