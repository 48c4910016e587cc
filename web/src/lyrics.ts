import { bar } from './bar';
import { h } from './dom';

/** Shows which line is sung, and lets a line be chosen to sing on from there. */
export function attachLyrics(list: HTMLElement): () => void {
  const item = list.dataset['lyrics'] ?? '';
  const lines = [...list.querySelectorAll<HTMLElement>('[data-at]')].map((line) => ({ line, at: Number(line.dataset['at']) / 1000 }));
  for (const { line, at } of lines) {
    const words = line.textContent ?? '';
    if (words) {
      const button = h('button', { type: 'button', class: 'lyric', tabindex: -1 }, words);
      button.addEventListener('click', () => {
        document.dispatchEvent(new CustomEvent('gremlin:sing', { detail: { item, at } }));
      });
      line.replaceChildren(button);
    }
  }
  // The keyboard scrolls through the list; the wave above is its way to a place in the song.
  list.tabIndex = 0;
  let shown: HTMLElement | null = null;
  const show = () => {
    const now = bar.isAt(item) ? bar.audio.currentTime : -1;
    const line = lines.findLast((it) => it.at <= now)?.line ?? null;
    list.classList.toggle('lyrics-sung', bar.isAt(item));
    if (line !== shown) {
      shown?.removeAttribute('aria-current');
      line?.setAttribute('aria-current', 'true');
      shown = line;
      if (line && bar.isPlaying) {
        follow(list, line);
      }
    }
  };
  const unwatch = bar.watch(show);
  show();
  return () => {
    unwatch();
    list.classList.remove('lyrics-sung');
    list.removeAttribute('tabindex');
    for (const { line } of lines) {
      line.removeAttribute('aria-current');
      line.textContent = line.textContent ?? '';
    }
  };
}

/** Only within the list: whoever reads elsewhere on the page stays there. */
function follow(list: HTMLElement, line: HTMLElement): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  list.scrollTo({
    top: line.offsetTop - list.offsetTop - (list.clientHeight - line.offsetHeight) / 2,
    behavior: calm ? 'auto' : 'smooth',
  });
}
