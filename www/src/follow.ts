/** How far from the end one may look and still follow it, in pixels. */
const NEAR = 60;

/**
 * Keeps the end of what grows in view, unless a person looks at what was before: to be called before it grows.
 * It looks once a frame, since each look makes the browser lay out all of it.
 */
export function following(element: HTMLElement): () => void {
  let looked = false;
  return () => {
    if (looked) return;
    looked = true;
    const follows = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    requestAnimationFrame(() => {
      looked = false;
      if (follows) element.scrollTop = element.scrollHeight;
    });
  };
}
