import type { Node } from './model.js';
import type { View } from './view.js';

interface Point {
  x: number;
  y: number;
}

/** How far a pointer may go and still have chosen what it was put on, in pixels. */
const STILL = 5;

/** Dragging, zooming and choosing, with a mouse, a pen or fingers. */
export function hands(view: View, onSelect: (node: Node | undefined) => void): void {
  const { canvas, camera } = view;
  const down = new Map<number, Point>();
  let held: Node | undefined;
  let travelled = 0;
  const letGo = (): void => {
    if (held) held.fx = held.fy = null;
    held = undefined;
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, point(event));
    letGo();
    if (down.size > 1) return;
    travelled = 0;
    held = view.at(event.offsetX, event.offsetY);
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId);
    const now = point(event);
    if (before === undefined) {
      canvas.style.cursor = view.at(now.x, now.y) ? 'pointer' : 'grab';
      return;
    }
    down.set(event.pointerId, now);
    travelled += distance(before, now);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) camera.zoom(distance(other, now) / Math.max(1, distance(other, before)), other.x, other.y);
    else if (held) drag(view, held, now);
    else camera.move(now.x - before.x, now.y - before.y);
    view.draw();
  });
  canvas.addEventListener('pointerup', (event) => {
    down.delete(event.pointerId);
    if (down.size === 0 && travelled < STILL) onSelect(held);
    letGo();
  });
  canvas.addEventListener('pointercancel', (event) => {
    down.delete(event.pointerId);
    letGo();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      camera.zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
      view.draw();
    },
    { passive: false },
  );
}

function point({ offsetX, offsetY }: PointerEvent): Point {
  return { x: offsetX, y: offsetY };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function drag(view: View, node: Node, { x, y }: Point): void {
  const place = view.camera.toWorld(x, y);
  view.camera.moved = true;
  node.fx = place.x;
  node.fy = place.y;
  view.warm(0.25);
}
