import { h } from './dom';
import { bytes, roughly } from './dom';
import { FileUpload, keyOf } from './file-upload';
import { leftovers, forget } from './leftovers';
import { toast } from './toast';

/** As many files are sent at once; the others wait for their turn. */
const AT_ONCE = 3;

const TICK_MS = 500;

/** All uploads of this window. They go on while pages change. */
class Uploads {
  private readonly files: FileUpload[] = [];
  private readonly head = h('div', { class: 'uploads-head' });
  private readonly summary = h('p', { class: 'hint' });
  private readonly overall = h('progress', { max: 1, value: 0, 'aria-label': 'All uploads together' });
  private readonly list = h('ul', { class: 'uploads-list' });
  private readonly view = h('section', { 'aria-label': 'Uploads' });
  private readonly unfinished = h('section', { class: 'leftovers' });
  visibility = 'public';
  sizeMax = Number.POSITIVE_INFINITY;
  private samples: { at: number; sent: number }[] = [];

  constructor() {
    this.head.append(h('h2', {}, 'Your files'), this.summary, this.overall);
    this.view.append(this.head, this.list);
    setInterval(() => this.show(), TICK_MS);
    window.addEventListener('beforeunload', (event) => {
      if (this.files.some((file) => file.isActive)) {
        event.preventDefault();
      }
    });
  }

  attach(place: HTMLElement): void {
    this.visibility = place.dataset['visibility'] ?? 'public';
    this.sizeMax = Number(place.dataset['sizeMax'] ?? this.sizeMax);
    place.querySelector('[data-uploads]')?.replaceChildren(this.view, this.unfinished);
    this.show();
    void this.showUnfinished();
  }

  add(files: File[]): void {
    const known = new Set(this.files.filter((it) => !it.isDone).map((it) => it.identity));
    for (const file of files.filter((it) => !known.has(keyOf(it)))) {
      const upload = new FileUpload(file, this.visibility, this.sizeMax, {
        changed: () => this.next(),
        removed: () => this.remove(upload),
        finished: (item) => this.finished(upload, item),
      });
      this.files.push(upload);
      this.list.append(upload.view);
    }
    this.next();
    this.show();
  }

  private next(): void {
    const active = this.files.filter((file) => file.isActive).length;
    for (const file of this.files.filter((it) => it.isWaiting).slice(0, Math.max(0, AT_ONCE - active))) {
      void file.start();
    }
    this.show();
  }

  private remove(upload: FileUpload): void {
    const at = this.files.indexOf(upload);
    if (at >= 0) {
      this.files.splice(at, 1);
    }
    upload.view.remove();
    this.next();
    void this.showUnfinished();
  }

  private finished(upload: FileUpload, item: string): void {
    this.next();
    if (!document.querySelector('[data-upload]')) {
      toast(`“${upload.title}” has arrived.`, { text: 'Look', address: item ? `/items/${item}` : '/' });
    }
  }

  private show(): void {
    const place = document.querySelector('[data-upload]');
    place?.classList.toggle('has-files', this.files.length > 0);
    this.view.hidden = this.files.length === 0;
    const total = this.files.reduce((sum, file) => sum + file.size, 0);
    const sent = this.files.reduce((sum, file) => sum + file.sent, 0);
    const done = this.files.filter((file) => file.isDone).length;
    this.overall.value = total > 0 ? sent / total : 0;
    this.overall.hidden = this.files.length < 2;
    this.summary.textContent = `${done} of ${this.files.length} arrived · ${bytes(sent)} of ${bytes(total)}${this.pace(sent, total)}`;
  }

  /** From the last ten seconds. */
  private pace(sent: number, total: number): string {
    const now = performance.now();
    this.samples = [...this.samples.filter((it) => now - it.at < 10_000), { at: now, sent }];
    const first = this.samples[0];
    if (!first || now - first.at < 1000 || sent <= first.sent || sent >= total) {
      return '';
    }
    const perSecond = (1000 * (sent - first.sent)) / (now - first.at);
    return ` · ${bytes(perSecond)}/s, about ${roughly((total - sent) / perSecond)} left`;
  }

  /** What was begun before this page was loaded; its file has to be picked again. */
  private async showUnfinished(): Promise<void> {
    const here = new Set(this.files.map((file) => file.name));
    const found = (await leftovers()).filter((it) => !here.has(it.name));
    this.unfinished.hidden = found.length === 0;
    const rows = found.map((it) => {
      const again = h('button', { class: 'button button-small button-quiet', type: 'button', 'aria-label': `Forget ${it.name}` }, 'Forget');
      again.addEventListener('click', () => void forget(it).then(() => this.showUnfinished()));
      return h('li', {}, h('span', { class: 'file-name', dir: 'auto' }, it.name), h('span', { class: 'hint' }, bytes(it.size)), again);
    });
    this.unfinished.replaceChildren(
      h('h2', {}, 'Not finished yet'),
      h('p', { class: 'hint' }, 'Choose or drop the same files again: they go on where they stopped.'),
      h('ul', {}, ...rows),
    );
  }
}

export const uploads = new Uploads();

export function attachUpload(place: HTMLElement): () => void {
  uploads.attach(place);
  const form = place.querySelector('form');
  const input = place.querySelector<HTMLInputElement>('input[type="file"]');
  const choose = () => {
    uploads.add([...(input?.files ?? [])]);
    form?.reset();
  };
  input?.addEventListener('change', choose);
  return () => {
    input?.removeEventListener('change', choose);
    place.querySelector('[data-uploads]')?.replaceChildren();
    place.classList.remove('has-files');
  };
}
