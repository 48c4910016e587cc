/** Follows “More” by itself when its reader comes near; without script it is a plain link. */
export function attachMore(): (() => void) | null {
  const link = document.querySelector<HTMLAnchorElement>('a[data-more]');
  const grid = document.querySelector('[data-grid]');
  if (!link || !grid) {
    return null;
  }
  let isBusy = false;
  const watch = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        void append();
      }
    },
    { rootMargin: '800px' },
  );
  const append = async () => {
    if (isBusy) {
      return;
    }
    isBusy = true;
    try {
      const answer = await fetch(link.href, { headers: { Accept: 'text/html' } });
      if (!answer.ok) {
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const card of page.querySelectorAll('[data-grid] > [data-card]')) {
        if (!grid.querySelector(`[data-card="${card.getAttribute('data-card')}"]`)) {
          grid.append(card);
        }
      }
      const next = page.querySelector<HTMLAnchorElement>('a[data-more]');
      if (next) {
        link.href = next.href;
        // Seen anew, in case it is still in sight.
        watch.unobserve(link);
        watch.observe(link);
      } else {
        watch.disconnect();
        link.parentElement?.remove();
      }
    } finally {
      isBusy = false;
    }
  };
  watch.observe(link);
  return () => watch.disconnect();
}
