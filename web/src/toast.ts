import { h } from './dom';

const SHOWN_MS = 7000;

/** Says something in passing; it can't be the only place where it is said. */
export function toast(text: string, link?: { text: string; address: string }): void {
  const place = document.getElementById('toasts');
  const message = h('p', { class: 'toast' }, h('span', { dir: 'auto' }, text));
  if (link) {
    message.append(h('a', { href: link.address }, link.text));
  }
  place?.append(message);
  setTimeout(() => message.remove(), SHOWN_MS);
}
