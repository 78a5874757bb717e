/** Lets the browser fetch a module early, with a link in the head; the same request later is a hit. */
export function preloadLink(url: string | URL): HTMLLinkElement {
  const address = String(new URL(url, document.baseURI));
  for (const link of document.head.querySelectorAll<HTMLLinkElement>('link[rel=preload]')) {
    if (link.href === address) return link;
  }
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: address });
  document.head.append(link);
  return link;
}

/** Starts when the page has nothing else to do; stops waiting at the signal. */
export function whenIdle<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const start = (): void => void Promise.resolve().then(task).then(resolve, reject);
    const idle = typeof requestIdleCallback === 'function';
    const handle = idle ? requestIdleCallback(start) : setTimeout(start, 200);
    signal?.addEventListener('abort', () => {
      if (idle) cancelIdleCallback(handle as number);
      else clearTimeout(handle);
      reject(signal.reason as Error);
    });
  });
}

/** Starts once when a person's pointer, focus or finger is at an element; stop it with the function. */
export function whenNear(element: Element, task: () => unknown): () => void {
  const events = ['pointerenter', 'focusin', 'touchstart'] as const;
  const stop = (): void => events.forEach((event) => element.removeEventListener(event, start));
  const start = (): void => {
    stop();
    task();
  };
  events.forEach((event) => element.addEventListener(event, start, { passive: true }));
  return stop;
}
