const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const KEY = 'midflight-theme';

/** Lets a button go through the themes; `auto` follows the system. */
export function theme(button: HTMLButtonElement): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = THEMES.find((name) => name === kept()) ?? 'auto';
  const show = (): void => {
    const dark = chosen === 'dark' || (chosen === 'auto' && system.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    button.textContent = `Theme: ${label(chosen)}`;
    document.dispatchEvent(new Event('midflight:theme'));
  };
  button.addEventListener('click', () => {
    chosen = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length]!;
    keep(chosen);
    show();
  });
  system.addEventListener('change', show);
  show();
}

/** What was chosen before; nothing where the page may keep nothing. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(name: Theme): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // It is chosen for this page alone.
  }
}

function label(name: Theme): string {
  return name[0]!.toUpperCase() + name.slice(1);
}

/** A colour of the theme at hand. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
