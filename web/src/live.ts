import { roughly } from './dom';
import { listen, type Happening } from './events';

/** Changes that come together are shown together. */
const SETTLE_MS = 150;
const LOOK_MS = 2_000;

/** Keeps what a page shows of running work true; ends when the returned function is called. */
export function attachLive(): (() => void) | null {
  const item = document.querySelector<HTMLElement>('.item[data-item]');
  const jobs = document.querySelector('[data-live="jobs"]');
  const strip = document.querySelector('[data-live="strip"]');
  if (jobs) {
    return follow(() => true, () => refresh(['[data-live="jobs"]']));
  }
  const metadata = document.querySelector<HTMLElement>('[data-live="metadata"]');
  if (metadata) {
    return follow(
      (about) => about.item === metadata.dataset['item'],
      () => (metadata.contains(document.activeElement) ? Promise.resolve() : refresh(['[data-live="metadata"]'])),
    );
  }
  if (document.querySelector('[data-live="libraries"]')) {
    return followBusy('libraries', (about) => about.type.startsWith('library') || about.type.startsWith('alert'));
  }
  if (document.querySelector('[data-live="installation"]')) {
    return followBusy('installation', () => false);
  }
  if (item) {
    return follow((about) => about.item === item.dataset['item'], refreshItem);
  }
  return strip ? follow(() => true, refreshHome) : null;
}

/**
 * While a library is compared with the disk, its numbers grow without any event; an installation has none at all.
 */
function followBusy(name: string, isOurs: (about: Happening) => boolean): () => void {
  const part = `[data-live="${name}"]`;
  const look = () => refresh([part]);
  const end = follow(isOurs, look);
  const timer = window.setInterval(() => {
    if (document.querySelector(`${part}[data-busy="true"]`)) {
      look().catch(() => {
        // The server is away for a moment.
      });
    }
  }, LOOK_MS);
  return () => {
    end();
    clearInterval(timer);
  };
}

/** It is being prepared, or what it plays with is. */
function isInWork(item: HTMLElement): boolean {
  return ['processing', 'preparing'].includes(item.dataset['state'] ?? '');
}

function follow(isOurs: (about: Happening) => boolean, update: () => Promise<void>): () => void {
  let timer = 0;
  let isBusy = false;
  let again = false;
  const run = async () => {
    if (isBusy) {
      again = true;
      return;
    }
    isBusy = true;
    try {
      await update();
    } catch {
      // The server is away for a moment; its next event brings us back.
    } finally {
      isBusy = false;
      if (again) {
        again = false;
        soon();
      }
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void run(), SETTLE_MS);
  };
  const end = listen((about) => {
    if (about.type === 'job.progress') {
      showProgress(about);
    } else if (about.type === 'resync' || isOurs(about)) {
      soon();
    }
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}

function showProgress(about: Happening): void {
  const places = [`[data-job="${about.job}"]`, `[data-card="${about.item}"]`];
  for (const place of document.querySelectorAll(places.join())) {
    const bar = place.querySelector('progress');
    if (bar && about.fraction !== undefined && about.fraction >= 0) {
      bar.value = 100 * about.fraction;
    }
    const detail = place.querySelector('[data-detail]');
    if (detail) {
      const speed = about.speed && place.matches('tr') ? `${about.speed.toFixed(1)}×, ` : '';
      detail.textContent =
        about.remainingSeconds === undefined
          ? detail.textContent
          : `${speed}about ${roughly(about.remainingSeconds)} left`;
    }
  }
}

/** Asks for this page again. */
async function fresh(): Promise<Document> {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

async function refresh(selectors: string[]): Promise<void> {
  const page = await fresh();
  for (const selector of selectors) {
    const old = document.querySelector(selector);
    const next = page.querySelector(selector);
    if (old && next) {
      keepOpen(old, next);
      replace(old, next);
    } else {
      old?.remove();
    }
  }
}

/** Somebody is reading that log. */
function keepOpen(old: Element, next: Element): void {
  for (const open of old.querySelectorAll('details[open][data-keep]')) {
    next.querySelector(`[data-keep="${open.getAttribute('data-keep')}"]`)?.setAttribute('open', '');
  }
}

/** The focus stays on the same control, as far as it is still there. */
function replace(old: Element, next: Element): void {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const label = focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
  const isScrolled = old.querySelector('.table-frame')?.scrollLeft ?? 0;
  old.replaceWith(next);
  const frame = next.querySelector('.table-frame');
  if (frame) {
    frame.scrollLeft = isScrolled;
  }
  if (focused && label) {
    const same = [...next.querySelectorAll<HTMLElement>('a, button, summary')].find(
      (it) => (it.getAttribute('aria-label') ?? it.textContent) === label,
    );
    same?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new CustomEvent('gremlin:new', { detail: next }));
}

async function refreshItem(): Promise<void> {
  const page = await fresh();
  const old = document.querySelector<HTMLElement>('.item[data-item]');
  const next = page.querySelector<HTMLElement>('.item[data-item]');
  if (!old || !next) {
    return;
  }
  const isNew = old.dataset['state'] !== next.dataset['state'];
  const isEditing = old.querySelector('.drawer[open]') !== null;
  if (isNew && !isEditing) {
    replace(old, next);
    document.title = page.title;
  } else if (isNew || isInWork(next)) {
    old.dataset['state'] = next.dataset['state'] ?? '';
    const [shown, now] = [old.querySelector('.show'), next.querySelector('.show')];
    if (shown && now) {
      replace(shown, now);
    }
  } else if (!isEditing) {
    showSaid(old, next);
  }
}

/** What was found out meanwhile; whatever plays goes on. */
function showSaid(old: HTMLElement, next: HTMLElement): void {
  for (const part of ['.item-main', '.item-side']) {
    const [shown, now] = [old.querySelector(part), next.querySelector(part)];
    if (shown && now && shown.innerHTML !== now.innerHTML) {
      keepOpen(shown, now);
      replace(shown, now);
    }
  }
}

async function refreshHome(): Promise<void> {
  const page = await fresh();
  const grid = document.querySelector('[data-grid]');
  const cards = [...page.querySelectorAll<HTMLElement>('[data-grid] > [data-card]')].reverse();
  for (const card of cards) {
    const same = grid?.querySelector(`[data-card="${card.dataset['card']}"]`);
    if (same) {
      same.replaceWith(card);
    } else {
      grid?.prepend(card);
    }
  }
  const strip = document.querySelector('[data-live="strip"]');
  const next = page.querySelector('[data-live="strip"]');
  if (strip && next) {
    strip.replaceWith(next);
  } else {
    strip?.remove();
  }
}
