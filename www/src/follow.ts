/** How far from the end one may look and still follow it, in pixels. */
const NEAR = 60;

/** What may grow, with whether its end is followed. */
const growing = new Map<HTMLElement, boolean>();
let looked = false;

/**
 * Keeps the end of what grows in view, unless a person looks at what was before: to be called before it grows. All are
 * looked at together and once a frame, since a look behind a change makes the browser lay out the page.
 */
export function following(element: HTMLElement): () => void {
  growing.set(element, true);
  return look;
}

function look(): void {
  if (looked) return;
  looked = true;
  for (const element of growing.keys()) growing.set(element, element.scrollHeight - element.scrollTop - element.clientHeight < NEAR);
  requestAnimationFrame(() => {
    looked = false;
    for (const [element, follows] of growing) if (follows) element.scrollTop = element.scrollHeight;
  });
}
