import { bar, type Song } from './bar';
import { clock, h, icon } from './dom';
import { draw, peaks } from './wave';

/** Turns a song's plain audio element into its waveform; the bar at the bottom does the playing. */
export function attachSound(stage: HTMLElement): () => void {
  const plain = stage.querySelector('audio');
  if (!plain) {
    return () => {};
  }
  const song = songOf(stage, plain);
  const play = h('button', { class: 'sound-play', type: 'button' });
  const canvas = h('canvas');
  const wave = h(
    'div',
    { class: 'wave', role: 'slider', tabindex: 0, 'aria-label': `Where ${song.title} is`, 'aria-valuemin': 0, 'aria-valuemax': Math.round(song.seconds) },
    canvas,
  );
  const now = h('span', {}, '0:00');
  const times = h('div', { class: 'sound-times' }, now, h('span', {}, clock(song.seconds)));
  const player = h('div', {}, h('div', { class: 'sound-row' }, play, wave), times);
  plain.replaceWith(player);

  let values: number[] = [];
  const isOurs = () => bar.isAt(song.item);
  const show = () => {
    const isPlaying = isOurs() && bar.isPlaying;
    const seconds = isOurs() ? bar.audio.currentTime : 0;
    play.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    play.setAttribute('aria-label', `${isPlaying ? 'Pause' : 'Play'} ${song.title}`);
    now.textContent = clock(seconds);
    wave.setAttribute('aria-valuenow', String(Math.round(seconds)));
    wave.setAttribute('aria-valuetext', `${clock(seconds)} of ${clock(song.seconds)}`);
    draw(canvas, values, isOurs() ? bar.played : 0);
  };
  const goTo = (place: number) => (isOurs() ? bar.moveTo(place) : bar.start(song, place));

  play.addEventListener('click', () => (isOurs() ? bar.toggle() : bar.start(song)));
  wave.addEventListener('pointerdown', (event) => {
    const box = wave.getBoundingClientRect();
    goTo((event.clientX - box.left) / box.width);
  });
  wave.addEventListener('keydown', (event) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6 };
    const step = steps[event.key];
    if (step !== undefined && isOurs()) {
      bar.moveBy(step);
      event.preventDefault();
    } else if (event.key === 'Home' || event.key === 'End') {
      goTo(event.key === 'Home' ? 0 : 1);
      event.preventDefault();
    } else if (event.key === ' ' || event.key === 'Enter') {
      play.click();
      event.preventDefault();
    }
  });

  const sing = (event: Event) => {
    const { item, at } = (event as CustomEvent<{ item: string; at: number }>).detail;
    if (item === song.item && song.seconds > 0) {
      goTo(at / song.seconds);
    }
  };
  document.addEventListener('gremlin:sing', sing);
  const unwatch = bar.watch(show);
  const resized = new ResizeObserver(show);
  resized.observe(wave);
  document.addEventListener('gremlin:theme', show);
  void peaks(stage.dataset['peaks']).then((found) => {
    values = found;
    show();
  });
  show();
  return () => {
    unwatch();
    resized.disconnect();
    document.removeEventListener('gremlin:theme', show);
    document.removeEventListener('gremlin:sing', sing);
    player.replaceWith(plain);
  };
}

function songOf(stage: HTMLElement, plain: HTMLAudioElement): Song {
  return {
    item: stage.dataset['audio'] ?? '',
    title: stage.dataset['title'] ?? '',
    owner: stage.dataset['owner'] ?? '',
    cover: stage.dataset['cover'] ?? '',
    seconds: Number(stage.dataset['seconds'] ?? 0),
    sources: [...plain.querySelectorAll('source')].map((source) => ({
      address: source.getAttribute('src') ?? '',
      type: source.type,
    })),
  };
}
