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
  if (registration.waiting) tell(registration.waiting, onUpdate);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      // Without a controller it is the first version, and nothing is replaced.
      if (worker.state === 'installed' && navigator.serviceWorker.controller) tell(worker, onUpdate);
    });
  });
  return registration;
}

function tell(worker: ServiceWorker, onUpdate: (update: Update) => void): void {
  onUpdate({
    accept() {
      // Another tab may have let it already.
      if (navigator.serviceWorker.controller === worker) return location.reload();
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      worker.postMessage({ type: 'midflight:take-over' });
    },
  });
}
