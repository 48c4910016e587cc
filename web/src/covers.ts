/** A picture that can't be had leaves its place to what stands behind it. */
export function attachCovers(): void {
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
