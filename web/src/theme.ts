type Theme = 'auto' | 'light' | 'dark';

const YEAR_SECONDS = 365 * 24 * 3600;

/** The switches work without script, too: then the server sets the same cookie. */
export function attachTheme(): void {
  show(current());
  for (const form of document.querySelectorAll<HTMLFormElement>('[data-theme-toggle], [data-themes]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const isToggle = form.hasAttribute('data-theme-toggle');
      choose(isToggle ? (isDark() ? 'light' : 'dark') : asTheme(event.submitter?.getAttribute('value')));
    });
  }
}

function choose(theme: Theme): void {
  const age = theme === 'auto' ? 0 : YEAR_SECONDS;
  document.cookie = `gremlin_theme=${theme}; Path=/; SameSite=Lax; Max-Age=${age}`;
  show(theme);
  document.dispatchEvent(new Event('gremlin:theme'));
}

function show(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  for (const button of document.querySelectorAll('[data-themes] button')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('value') === theme));
  }
}

/** The cookie knows best: a page from the cache may be older than the choice. */
function current(): Theme {
  return asTheme(/(?:^|; )gremlin_theme=([a-z]+)/.exec(document.cookie)?.[1]);
}

function asTheme(text: string | null | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto';
}

function isDark(): boolean {
  const theme = current();
  return theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
}
