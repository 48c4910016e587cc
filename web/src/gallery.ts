import PhotoSwipe from 'photoswipe';
import { visit } from '@hotwired/turbo';

/** A picture that can be looked at closely. */
export interface Picture {
  item: string;
  src: string;
  width: number;
  height: number;
  alt: string;
}

const KEY = 'gremlin.pictures';

/** Remembers the pictures of a listing, so that its reader can swipe on from one of them. */
export function rememberPictures(): void {
  const pictures = [...document.querySelectorAll<HTMLElement>('[data-grid] [data-zoom]')].map(
    (card): Picture => ({
      item: card.dataset['card'] ?? '',
      src: card.dataset['zoom'] ?? '',
      width: Number(card.dataset['width']),
      height: Number(card.dataset['height']),
      alt: card.querySelector('.card-title')?.textContent ?? '',
    }),
  );
  if (pictures.length > 0) {
    sessionStorage.setItem(KEY, JSON.stringify(pictures));
  }
}

function remembered(): Picture[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? (value as Picture[]) : [];
  } catch {
    return [];
  }
}

/** Opens the viewer on the item's picture; swiping goes through the listing that one came from. */
export function openGallery(link: HTMLAnchorElement): void {
  const item = link.closest<HTMLElement>('[data-item]')?.dataset['item'] ?? '';
  const own: Picture = {
    item,
    src: link.href,
    width: Number(link.dataset['pswpWidth']),
    height: Number(link.dataset['pswpHeight']),
    alt: link.querySelector('img')?.alt ?? '',
  };
  const others = remembered();
  const at = others.findIndex((it) => it.item === item);
  const pictures = at < 0 ? [own] : others;
  const viewer = new PhotoSwipe({
    dataSource: pictures,
    index: Math.max(0, at),
    bgOpacity: 0.96,
    loop: false,
    wheelToZoom: true,
    returnFocus: true,
    showHideAnimationType: 'fade',
    ...(matchMedia('(prefers-reduced-motion: reduce)').matches
      ? { showAnimationDuration: 0, hideAnimationDuration: 0, zoomAnimationDuration: 0 as const }
      : {}),
  });
  viewer.on('close', () => {
    const shown = pictures[viewer.currIndex];
    if (shown && shown.item !== item) {
      visit(`/items/${shown.item}`);
    }
  });
  viewer.init();
}
