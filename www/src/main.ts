import { features, serviceWorker, whenNear } from 'midflight/loader';
import { pieces } from './shared.js';
import { tabs, type Fill } from './tabs.js';
import { theme } from './theme.js';

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** Each section is code of its own, fetched when it is first shown. */
const SECTIONS: Record<string, () => Promise<{ fill: Fill }>> = {
  live: () => import('./live/index.js'),
  websocket: () => import('./transport/websocket.js'),
  sse: () => import('./transport/sse.js'),
  http: () => import('./transport/http.js'),
  benchmark: () => import('./bench/index.js'),
  loading: () => import('./loading/index.js'),
  export: () => import('./export/index.js'),
};

theme(byId('theme'));
// The address says which tab is shown, so the link to the content leaves it alone.
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});
const fills = Object.entries(SECTIONS).map(([name, section]) => {
  // A failure is told when the section is shown.
  whenNear(byId(`tab-${name}`), () => section().catch(() => {}));
  return [name, async (panel: HTMLElement) => (await section()).fill(panel)] as const;
});
tabs(document.querySelector<HTMLElement>('[role=tablist]')!, Object.fromEntries(fills));

pieces.get('engine').then(
  () => (byId('engine').textContent = `Engine ready · ${features().simd ? 'SIMD' : 'baseline'} · in this tab`),
  (error: Error) => (byId('engine').textContent = `The engine could not be loaded: ${error.message}`),
);

if (import.meta.env.PROD) {
  void serviceWorker('/service-worker.js', (update) => {
    byId('update').hidden = false;
    byId('accept').onclick = () => update.accept();
  }).catch(() => {}); // Where a page may keep nothing, it comes from the network each time.
}
