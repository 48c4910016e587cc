import { visit } from '@hotwired/turbo';

/** Files may be dropped on any page of someone who may upload. */
export function takeDrops(): void {
  let depth = 0;
  const isOurs = (event: DragEvent) =>
    Array.from(event.dataTransfer?.types ?? []).includes('Files') &&
    document.querySelector('[data-upload], .top-upload') !== null;
  const show = (isOver: boolean) => document.documentElement.classList.toggle('is-dropping', isOver);

  document.addEventListener('dragenter', (event) => {
    if (isOurs(event)) {
      depth += 1;
      show(true);
    }
  });
  document.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    show(depth > 0);
  });
  document.addEventListener('dragover', (event) => {
    if (isOurs(event)) {
      event.preventDefault();
    }
  });
  document.addEventListener('drop', (event) => {
    depth = 0;
    show(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (isOurs(event) && files.length > 0) {
      event.preventDefault();
      void import('./upload').then(({ uploads }) => {
        uploads.add(files);
        if (!document.querySelector('[data-upload]')) {
          visit('/upload');
        }
      });
    }
  });
}
