/** Makes an element; attributes that are null or false are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number | boolean | null> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children);
  return element;
}

/** As Icon.java draws them. */
const PATHS = {
  play: 'M7.5 4.5l12 7.5l-12 7.5z',
  pause: 'M8 5v14M16 5v14',
  back: 'M18.5 5l-9.5 7l9.5 7zM5.5 5v14',
  next: 'M5.5 5l9.5 7l-9.5 7zM18.5 5v14',
  cross: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
  check: 'M4.5 12.5l5 5l10-11',
  retry: 'M19.5 5v5h-5M19 10a7.5 7.5 0 1 0 .5 4.5',
  video: 'M4 6.5h11.5v11H4zM15.5 10.5l5-3v9l-5-3',
  audio:
    'M9 17.5V6l10-2v11.5M9 17.5a2.75 2.75 0 1 1-5.5 0a2.75 2.75 0 0 1 5.5 0zM19 15.5a2.75 2.75 0 1 1-5.5 0a2.75 2.75 0 0 1 5.5 0z',
  image: 'M4 5h16v14H4zM4 16l4.5-5l4 4.5l2.5-2.5l5 5M15.5 9.2h.01',
  document: 'M6 3.5h8l4 4v13H6zM13.5 3.5v4.5H18M9 12.5h6M9 16h4',
} as const;

export type IconName = keyof typeof PATHS;

const SVG = 'http://www.w3.org/2000/svg';

export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** "4:05", "1:02:03" */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** "1.4 GB": thousands, as the server says it. */
export function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

/** "3 minutes": roughly. */
export function roughly(seconds: number): string {
  const [number, noun] =
    seconds < 60
      ? [Math.max(1, Math.round(seconds)), 'second']
      : seconds < 3600
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour'];
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
