import { DetailedError, Upload } from 'tus-js-client';
import { bytes, h, icon, type IconName } from './dom';

type State = 'waiting' | 'sending' | 'paused' | 'done' | 'failed' | 'refused';

interface Watcher {
  changed(): void;
  removed(): void;
  /** @param item its id, or the empty string if the server did not tell */
  finished(item: string): void;
}

const VISIBILITIES = [
  ['public', 'Everyone'],
  ['unlisted', 'With the address'],
  ['private', 'Only you'],
] as const;

const TITLE_MAX = 500;
const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000];

/** One file on its way to the server: what is sent, and what is shown of it. */
export class FileUpload {
  readonly view = h('li', { class: 'file' });
  sent = 0;
  private state: State = 'waiting';
  private reason = '';
  private item = '';
  private edited = false;
  private readonly upload: Upload;
  private readonly field: HTMLInputElement;
  private readonly select: HTMLSelectElement;
  private readonly bar = h('progress', { max: 1, value: 0 });
  private readonly line = h('p', { class: 'file-line' });
  private readonly keys = h('div', { class: 'file-keys' });
  private readonly words = h('div', { class: 'file-words' });

  constructor(
    private readonly file: File,
    visibility: string,
    sizeMax: number,
    private readonly watcher: Watcher,
  ) {
    this.field = h('input', { type: 'text', maxlength: TITLE_MAX, dir: 'auto', 'aria-label': `Title of ${file.name}`, value: plainTitle(file.name) });
    this.select = h('select', { 'aria-label': `Who may see ${file.name}` });
    this.select.append(...VISIBILITIES.map(([value, text]) => h('option', { value, selected: value === visibility }, text)));
    for (const field of [this.field, this.select]) {
      field.addEventListener('change', () => void this.describe());
    }
    this.bar.setAttribute('aria-label', `How much of ${file.name} has arrived`);
    this.upload = this.prepared();
    this.words.append(h('div', { class: 'file-fields' }, this.field, this.select), this.bar, this.line);
    this.view.append(picture(file), this.words, this.keys);
    if (file.size > sizeMax) {
      this.state = 'refused';
      this.reason = `Too large: at most ${bytes(sizeMax)} are taken.`;
    }
    this.show();
  }

  get name(): string {
    return this.file.name;
  }

  get identity(): string {
    return keyOf(this.file);
  }

  get title(): string {
    return this.field.value.trim() || this.file.name;
  }

  get size(): number {
    return this.file.size;
  }

  get isActive(): boolean {
    return this.state === 'sending';
  }

  get isWaiting(): boolean {
    return this.state === 'waiting';
  }

  get isDone(): boolean {
    return this.state === 'done';
  }

  /** Goes on where an earlier upload of the same file stopped, if there is one. */
  async start(): Promise<void> {
    this.become('sending');
    const earlier = await this.upload.findPreviousUploads();
    const [last] = earlier;
    if (last && this.sent === 0) {
      this.upload.resumeFromPreviousUpload(last);
    }
    if (this.isActive) {
      this.upload.options.metadata = this.metadata();
      this.upload.start();
    }
  }

  private prepared(): Upload {
    return new Upload(this.file, {
      endpoint: '/api/v1/uploads',
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => {
        this.sent = sent;
        this.show();
      },
      onSuccess: ({ lastResponse }) => this.succeeded(lastResponse.getHeader('Gremlin-Item') ?? ''),
      onError: (error) => this.failed(error),
    });
  }

  private metadata(): Record<string, string> {
    return {
      filename: this.file.name,
      filetype: this.file.type,
      title: this.title,
      visibility: this.select.value,
    };
  }

  private succeeded(item: string): void {
    this.item = item;
    this.sent = this.file.size;
    this.become('done');
    this.watcher.finished(item);
    if (this.edited) {
      void this.describe();
    }
  }

  private failed(error: Error): void {
    this.reason = explained(error);
    this.become('failed');
    this.watcher.changed();
  }

  /** What was written while the file was on its way; the server took the first version with it. */
  private async describe(): Promise<void> {
    this.edited = this.state !== 'waiting';
    if (this.state !== 'done' || !this.item) {
      return;
    }
    this.edited = false;
    await fetch(`/api/v1/items/${this.item}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ title: this.title, visibility: this.select.value }),
    });
  }

  private pause(): void {
    void this.upload.abort();
    this.become('paused');
    this.watcher.changed();
  }

  private async cancel(): Promise<void> {
    const isOver = this.state === 'done' || this.state === 'refused';
    this.become('refused');
    if (!isOver) {
      try {
        await this.upload.abort(true);
      } catch {
        // Not begun, or the server no longer knows it.
      }
    }
    this.watcher.removed();
  }

  private become(state: State): void {
    this.state = state;
    this.show();
  }

  private again(): void {
    this.reason = '';
    this.become('waiting');
    this.watcher.changed();
  }

  private show(): void {
    const share = this.file.size > 0 ? this.sent / this.file.size : this.isDone ? 1 : 0;
    this.view.className = `file file-${this.state}${this.state === 'failed' || this.state === 'refused' ? ' file-wrong' : ''}`;
    this.bar.value = share;
    this.bar.hidden = this.state === 'done' || this.state === 'refused';
    const left = h('span', { dir: 'auto' }, this.said(share));
    this.line.replaceChildren(left);
    if (this.isDone) {
      this.line.append(h('a', { href: this.item ? `/items/${this.item}` : '/' }, 'Watch it being prepared'));
    } else {
      this.line.append(h('span', {}, `${bytes(this.sent)} of ${bytes(this.file.size)}`));
    }
    this.showKeys();
  }

  private said(share: number): string {
    switch (this.state) {
      case 'waiting':
        return 'Waiting for its turn';
      case 'sending':
        return `${Math.floor(100 * share)} %`;
      case 'paused':
        return `Paused at ${Math.floor(100 * share)} %`;
      case 'done':
        return 'Arrived';
      case 'failed':
      case 'refused':
        return this.reason;
    }
  }

  /** Made again only when others are needed, so that the focus stays where it is. */
  private showKeys(): void {
    if (this.keys.dataset['state'] === this.state) {
      return;
    }
    const hadFocus = this.keys.contains(document.activeElement);
    this.keys.dataset['state'] = this.state;
    this.keys.replaceChildren();
    if (this.state === 'sending' || this.state === 'waiting') {
      this.key('pause', 'Pause', () => this.pause());
    } else if (this.state === 'paused') {
      this.key('play', 'Go on with', () => this.again());
    } else if (this.state === 'failed') {
      this.key('retry', 'Try again', () => this.again());
    }
    this.key('cross', this.state === 'done' ? 'Hide' : 'Cancel', () => void this.cancel());
    if (hadFocus) {
      this.keys.querySelector('button')?.focus();
    }
  }

  private key(name: IconName, label: string, act: () => void): void {
    const button = h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': `${label} ${this.file.name}`, title: label });
    button.append(icon(name));
    button.addEventListener('click', act);
    this.keys.append(button);
  }
}

/** The same for the same file, as far as a browser can tell. */
export function keyOf(file: File): string {
  return `${file.name}/${file.size}/${file.lastModified}`;
}

/** "my_holiday.mp4" → "my holiday" */
function plainTitle(name: string): string {
  const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return (stem || name).replace(/_+/g, ' ').trim().slice(0, TITLE_MAX);
}

function picture(file: File): HTMLElement {
  const type = file.type.split('/')[0] ?? '';
  const place = h('span', { class: 'file-picture', 'aria-hidden': 'true' });
  if (/^image\/(jpeg|png|gif|webp|avif)$/.test(file.type)) {
    const image = h('img', { alt: '' });
    image.src = URL.createObjectURL(file);
    image.onload = () => URL.revokeObjectURL(image.src);
    place.append(image);
  } else {
    place.append(icon(type === 'video' || type === 'audio' || type === 'image' ? type : 'document'));
  }
  return place;
}

/** The server says what is wrong, in words for people (RFC 9457). */
function explained(error: Error): string {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (!answer) {
    return 'The connection is lost. It goes on where it stopped.';
  }
  try {
    const problem: unknown = JSON.parse(answer.getBody());
    const { detail, title } = problem as { detail?: string; title?: string };
    return detail ?? title ?? `The server refused it (${answer.getStatus()}).`;
  } catch {
    return `The server refused it (${answer.getStatus()}).`;
  }
}
