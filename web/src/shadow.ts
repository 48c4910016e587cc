/**
 * Fills a shadow root as `innerHTML` would, with its style elements turned into constructed style
 * sheets: those the Content-Security-Policy allows. The bundler makes media-chrome call this.
 *
 * In place of each style element stands an `adopted-style` element with the same attributes and a
 * `sheet`, since media-chrome changes rules, and switches sheets by their `media` attribute.
 */
export function fillShadow(root: ShadowRoot, html: string): void {
  const texts: string[] = [];
  root.innerHTML = html.replace(
    /<style([^>]*)>([\s\S]*?)<\/style>/g,
    (_, attributes: string, text: string) => {
      texts.push(text);
      return `<adopted-style hidden${attributes}></adopted-style>`;
    },
  );
  const sheets = Array.from(root.querySelectorAll('adopted-style'), (element, index) =>
    adopt(element, texts[index] ?? ''),
  );
  root.adoptedStyleSheets = sheets;
}

function adopt(element: Element, text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet({ media: element.getAttribute('media') ?? '' });
  sheet.replaceSync(text);
  Object.defineProperty(element, 'sheet', { value: sheet });
  if (element.hasAttribute('id')) {
    const follow = () => {
      sheet.media.mediaText = element.getAttribute('media') ?? '';
    };
    new MutationObserver(follow).observe(element, { attributeFilter: ['media'] });
  }
  return sheet;
}
