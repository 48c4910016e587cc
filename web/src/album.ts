import { bar, type Song } from './bar';
import { h, icon } from './dom';

/** Lets an album be played: all of it one song after another, or from any of its songs on. */
export function attachAlbum(album: HTMLElement): () => void {
  const rows = [...album.querySelectorAll<HTMLElement>('[data-track]')].filter((row) => row.querySelector('[data-source]'));
  const songs = rows.map((row) => songOf(row, album));
  const place = album.querySelector<HTMLElement>('[data-play-all]');
  const first = songs[0];
  if (!first || !place) {
    return () => {};
  }
  const all = h('button', { class: 'button button-primary', type: 'button' });
  all.addEventListener('click', () => (songs.some((song) => bar.isAt(song.item)) ? bar.toggle() : bar.start(first, 0, songs)));
  place.replaceChildren(all);
  place.hidden = false;
  const undo = rows.map((row, at) => attachTrack(row, songs, at));

  const show = () => {
    const isOurs = songs.some((song) => bar.isAt(song.item));
    const isPlaying = isOurs && bar.isPlaying;
    all.replaceChildren(icon(isPlaying ? 'pause' : 'play'), isPlaying ? 'Pause' : isOurs ? 'Go on' : 'Play');
    for (const row of rows) {
      const isAt = bar.isAt(row.dataset['track'] ?? '');
      row.classList.toggle('track-playing', isAt);
      const button = row.querySelector('.track-play');
      const name = `${isAt && bar.isPlaying ? 'Pause' : 'Play'} ${row.dataset['title'] ?? ''}`;
      if (button && button.getAttribute('aria-label') !== name) {
        button.setAttribute('aria-label', name);
        button.replaceChildren(icon(isAt && bar.isPlaying ? 'pause' : 'play'));
      }
    }
  };
  const unwatch = bar.watch(show);
  show();
  return () => {
    unwatch();
    undo.forEach((end) => end());
    place.hidden = true;
    place.replaceChildren();
  };
}

function attachTrack(row: HTMLElement, songs: Song[], at: number): () => void {
  const button = h('button', { class: 'track-play', type: 'button' });
  button.addEventListener('click', () => {
    const song = songs[at];
    if (song && bar.isAt(song.item)) {
      bar.toggle();
    } else if (song) {
      bar.start(song, 0, songs);
    }
  });
  row.prepend(button);
  return () => {
    button.remove();
    row.classList.remove('track-playing');
  };
}

function songOf(row: HTMLElement, album: HTMLElement): Song {
  return {
    item: row.dataset['track'] ?? '',
    title: row.dataset['title'] ?? '',
    owner: row.dataset['artists'] || (album.dataset['maker'] ?? ''),
    cover: album.dataset['cover'] ?? '',
    seconds: Number(row.dataset['seconds'] ?? 0),
    sources: [...row.querySelectorAll<HTMLElement>('[data-source]')].map((source) => ({
      address: source.dataset['source'] ?? '',
      type: source.dataset['type'] ?? '',
    })),
  };
}
