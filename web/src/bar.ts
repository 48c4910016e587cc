import { clock, h, icon } from './dom';

export interface Song {
  item: string;
  title: string;
  owner: string;
  cover: string;
  seconds: number;
  sources: { address: string; type: string }[];
}

/** Told whenever what plays, or where it is, has changed. */
type Watcher = () => void;

const STEP_SECONDS = 5;

/** After that, “back” means the beginning of this song. */
const BEGUN_SECONDS = 3;

/** The one sound of this window. It plays on while pages change, since its bar is kept by Turbo. */
class Bar {
  readonly audio = h('audio', { preload: 'metadata' });
  song: Song | null = null;
  /** What plays one after another; the song is one of them. */
  private queue: Song[] = [];
  private readonly watchers = new Set<Watcher>();
  private readonly play = h('button', { class: 'button button-primary button-icon bar-play', type: 'button' });
  private readonly back = h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': 'The song before' });
  private readonly next = h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': 'The next song' });
  private readonly seek = h('input', { type: 'range', min: 0, max: 1000, value: 0, 'aria-label': 'Where it is' });
  private readonly now = h('span', {}, '0:00');
  private readonly total = h('span', {}, '0:00');
  private readonly what = h('div', { class: 'bar-what' });

  constructor() {
    for (const type of ['play', 'pause', 'timeupdate', 'durationchange', 'ended', 'seeked', 'emptied']) {
      this.audio.addEventListener(type, () => this.changed());
    }
    this.audio.addEventListener('play', () => {
      for (const video of document.querySelectorAll('video')) {
        video.pause();
      }
    });
    this.audio.addEventListener('ended', () => this.go(1));
    this.play.addEventListener('click', () => this.toggle());
    this.back.append(icon('back'));
    this.back.addEventListener('click', () => this.goBack());
    this.next.append(icon('next'));
    this.next.addEventListener('click', () => this.go(1));
    this.seek.addEventListener('input', () => this.moveTo(Number(this.seek.value) / 1000));
  }

  get isPlaying(): boolean {
    return !this.audio.paused && !this.audio.ended;
  }

  get duration(): number {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : (this.song?.seconds ?? 0);
  }

  /** 0 to 1 */
  get played(): number {
    return this.duration > 0 ? this.audio.currentTime / this.duration : 0;
  }

  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  isAt(item: string): boolean {
    return this.song?.item === item;
  }

  start(song: Song, at = 0, queue: Song[] = [song]): void {
    this.queue = queue;
    if (!this.isAt(song.item)) {
      this.song = song;
      this.audio.replaceChildren(
        ...song.sources.map(({ address, type }) => h('source', { src: address, type })),
      );
      this.audio.load();
      this.show(song);
    }
    if (at > 0) {
      this.audio.currentTime = at * song.seconds;
    }
    void this.audio.play().catch(() => this.changed());
  }

  private get place(): number {
    return this.queue.findIndex((it) => it.item === this.song?.item);
  }

  /** To the next song or the one before, if there is one. */
  private go(steps: number): void {
    const song = this.queue[this.place + steps];
    if (song && this.place >= 0) {
      this.start(song, 0, this.queue);
    }
  }

  /** To the beginning of the song; from there to the song before. */
  private goBack(): void {
    if (this.audio.currentTime > BEGUN_SECONDS || this.place <= 0) {
      this.moveTo(0);
    } else {
      this.go(-1);
    }
  }

  toggle(): void {
    if (this.isPlaying) {
      this.audio.pause();
    } else {
      void this.audio.play().catch(() => this.changed());
    }
  }

  /** @param place 0 to 1 */
  moveTo(place: number): void {
    if (this.duration > 0) {
      this.audio.currentTime = Math.min(1, Math.max(0, place)) * this.duration;
      this.changed();
    }
  }

  moveBy(steps: number): void {
    this.moveTo((this.audio.currentTime + steps * STEP_SECONDS) / this.duration);
  }

  close(): void {
    this.audio.pause();
    this.audio.replaceChildren();
    this.audio.removeAttribute('src');
    this.audio.load();
    this.song = null;
    this.queue = [];
    const place = document.getElementById('player-bar');
    place?.setAttribute('hidden', '');
    document.documentElement.style.removeProperty('--bar-height');
    this.changed();
  }

  private show(song: Song): void {
    const place = document.getElementById('player-bar');
    if (!place) {
      return;
    }
    const cover = h('span', { class: 'bar-cover' });
    cover.append(song.cover ? h('img', { src: song.cover, alt: '' }) : icon('audio'));
    const title = h('a', { class: 'bar-title', href: `/items/${song.item}`, dir: 'auto' }, song.title);
    const owner = h('span', { class: 'bar-owner' }, song.owner);
    this.what.replaceChildren(cover, h('div', { class: 'bar-words' }, title, owner));
    if (!place.contains(this.play)) {
      const close = h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': 'Stop and close the player' });
      close.append(icon('cross'));
      close.addEventListener('click', () => this.close());
      place.replaceChildren(
        this.what,
        h('div', { class: 'bar-keys' }, this.back, this.play, this.next, close),
        h('div', { class: 'bar-seek' }, this.now, this.seek, this.total),
        this.audio,
      );
    }
    place.removeAttribute('hidden');
    document.documentElement.style.setProperty('--bar-height', `${place.offsetHeight}px`);
    announce(song, this, { back: () => this.goBack(), next: () => this.go(1) }, this.queue.length > 1);
  }

  private changed(): void {
    this.back.hidden = this.queue.length < 2;
    this.next.hidden = this.queue.length < 2;
    this.next.disabled = this.place === this.queue.length - 1;
    this.play.replaceChildren(icon(this.isPlaying ? 'pause' : 'play'));
    this.play.setAttribute('aria-label', this.isPlaying ? 'Pause' : 'Play');
    this.now.textContent = clock(this.audio.currentTime);
    this.total.textContent = clock(this.duration);
    this.seek.value = String(Math.round(1000 * this.played));
    this.seek.setAttribute('aria-valuetext', `${clock(this.audio.currentTime)} of ${clock(this.duration)}`);
    for (const watcher of [...this.watchers]) {
      watcher();
    }
  }
}

/** For the keys of the keyboard and the lock screen. */
function announce(song: Song, bar: Bar, keys: { back: () => void; next: () => void }, isOfMany: boolean): void {
  if (!('mediaSession' in navigator)) {
    return;
  }
  navigator.mediaSession.metadata = new MediaMetadata({
    title: song.title,
    artist: song.owner,
    artwork: song.cover ? [{ src: song.cover }] : [],
  });
  navigator.mediaSession.setActionHandler('play', () => bar.toggle());
  navigator.mediaSession.setActionHandler('pause', () => bar.toggle());
  navigator.mediaSession.setActionHandler('seekbackward', () => bar.moveBy(-2));
  navigator.mediaSession.setActionHandler('seekforward', () => bar.moveBy(2));
  navigator.mediaSession.setActionHandler('previoustrack', isOfMany ? keys.back : null);
  navigator.mediaSession.setActionHandler('nexttrack', isOfMany ? keys.next : null);
}

export const bar = new Bar();
