/** The placeholder of a picture that is still being made has this size; see Placeholder.java. */
const PLACEHOLDER = { width: 480, height: 270 };

/** After the last one, a picture comes with the next look at the page. */
const LOOKS_AFTER_MS = [3_000, 6_000, 12_000, 24_000, 48_000];

/** Asks again for pictures that are still being made. */
function lookAgain(image: HTMLImageElement): void {
  const isPending =
    image.naturalWidth === PLACEHOLDER.width &&
    image.naturalHeight === PLACEHOLDER.height &&
    /^\/media\/[^/]+\/(poster|thumbnail)$/.test(new URL(image.src).pathname);
  const looks = Number(image.dataset['looks'] ?? 0);
  const wait = LOOKS_AFTER_MS[looks];
  if (isPending && wait !== undefined) {
    image.dataset['looks'] = String(looks + 1);
    setTimeout(() => {
      if (image.isConnected) {
        image.src = `${new URL(image.src).pathname}?look=${looks + 1}`;
      }
    }, wait);
  }
}

document.addEventListener(
  'load',
  (event) => {
    if (event.target instanceof HTMLImageElement) {
      lookAgain(event.target);
    }
  },
  true,
);

/** A picture that can't be had leaves its place to what stands behind it. */
export function attachCovers(): void {
  for (const image of document.images) {
    if (image.complete && image.naturalWidth > 0) {
      lookAgain(image);
    }
  }
  for (const image of document.querySelectorAll<HTMLImageElement>('img[data-cover]')) {
    if (image.complete && image.naturalWidth === 0 && image.loading !== 'lazy') {
      image.remove();
    }
  }
}

document.addEventListener(
  'error',
  (event) => {
    if (event.target instanceof HTMLImageElement && event.target.dataset['cover'] !== undefined) {
      event.target.remove();
    }
  },
  true,
);
