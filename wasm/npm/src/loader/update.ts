/** A new version of the page's files that waits for the person's consent. */
export interface Update {
  /** Lets the new version take over, and reloads the page when it has. */
  accept(): void;
}

/** Registers a service worker; `onUpdate` is told of each version that is installed and waits. */
export async function serviceWorker(
  url: string | URL,
  onUpdate: (update: Update) => void,
): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  const registration = await navigator.serviceWorker.register(url);
  const followed = new Set<ServiceWorker>();
  const follow = (worker: ServiceWorker | null): void => {
    if (worker === null || followed.has(worker)) return;
    followed.add(worker);
    worker.addEventListener('statechange', () => {
      // Without a controller it is the first version, and nothing is replaced.
      if (worker.state === 'installed' && navigator.serviceWorker.controller) tell(registration, worker, onUpdate);
    });
  };
  if (registration.waiting) tell(registration, registration.waiting, onUpdate);
  // Another tab, or this page before it was loaded anew, may have begun with it.
  follow(registration.installing);
  registration.addEventListener('updatefound', () => follow(registration.installing));
  return registration;
}

function tell(registration: ServiceWorkerRegistration, worker: ServiceWorker, onUpdate: (update: Update) => void): void {
  onUpdate({
    accept() {
      // Another tab may have let it already.
      if (navigator.serviceWorker.controller === worker) return location.reload();
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      // A newer one may wait in its place by now.
      (registration.waiting ?? worker).postMessage({ type: 'midflight:take-over' });
    },
  });
}
