import * as Turbo from '@hotwired/turbo';
import { attachAlbum } from './album';
import './bar';
import { attachCovers } from './covers';
import { attachLive } from './live';
import { attachLyrics } from './lyrics';
import { attachMore } from './more';
import { attachSound } from './sound';
import { attachTheme } from './theme';
import { takeDrops } from './drop';

document.documentElement.classList.add('has-script');
Turbo.start();

/** What the present page needs undone before it is left. */
let endings: (() => void)[] = [];

function attach(end: (() => void) | null): void {
  if (end) {
    endings.push(end);
  }
}

/** On a narrow screen, where we are may lie beyond the edge. */
function showSection(): void {
  const here = document.querySelector<HTMLElement>('.sections [aria-current]');
  const frame = here?.closest<HTMLElement>('.sections');
  if (here && frame) {
    frame.scrollLeft = here.offsetLeft - (frame.clientWidth - here.offsetWidth) / 2;
  }
}

function attachPage(): void {
  showSection();
  attachTheme();
  attachMenus();
  attach(attachMore());
  attach(attachLive());
  attachMedia(document);
  attachCovers();
  const album = document.querySelector<HTMLElement>('[data-album]');
  if (album) {
    attach(attachAlbum(album));
  }
  const upload = document.querySelector<HTMLElement>('[data-upload]');
  if (upload) {
    void import('./upload').then(({ attachUpload }) => attach(attachUpload(upload)));
  }
}

function attachMedia(place: ParentNode): void {
  const video = place.querySelector<HTMLElement>('[data-video]');
  if (video) {
    void import('./video').then(({ attachVideo }) => {
      if (video.isConnected) {
        attach(attachVideo(video));
      }
    });
  }
  const sound = place.querySelector<HTMLElement>('[data-audio]');
  if (sound) {
    attach(attachSound(sound));
  }
  attachWords(place);
}

function attachWords(place: ParentNode): void {
  const lyrics = place.querySelector<HTMLElement>('[data-lyrics]');
  if (lyrics) {
    attach(attachLyrics(lyrics));
  }
}

function attachMenus(): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu]')) {
    menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && menu.open) {
        menu.open = false;
        menu.querySelector('summary')?.focus();
      }
    });
  }
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
    if (!target || !menu.contains(target)) {
      menu.open = false;
    }
  }
  const picture = target?.closest<HTMLAnchorElement>('a[data-picture]');
  if (picture && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    event.stopPropagation();
    void import('./gallery').then(({ openGallery }) => openGallery(picture));
  }
  if (target?.closest('[data-grid] [data-zoom] a')) {
    void import('./gallery').then(({ rememberPictures }) => rememberPictures());
  }
}, true);

document.addEventListener('gremlin:new', (event) => {
  attachMedia((event as CustomEvent<ParentNode>).detail);
});
document.addEventListener('turbo:frame-load', (event) => {
  if (event.target instanceof Element) {
    attachWords(event.target);
  }
});
document.addEventListener('turbo:load', attachPage);
document.addEventListener('turbo:before-cache', () => {
  for (const end of endings.splice(0)) {
    end();
  }
  endings = [];
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
    menu.open = false;
  }
});
takeDrops();
