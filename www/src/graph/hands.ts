import type { Node } from './model.js';
import type { View } from './view.js';

/** Dragging, zooming and choosing, with a mouse, a pen or fingers. */
export function hands(view: View, onSelect: (node: Node | undefined) => void): void {
  const { canvas, camera } = view;
  let held: Node | undefined;
  let travelled = 0;
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    travelled = 0;
    held = view.at(event.offsetX, event.offsetY);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) {
      canvas.style.cursor = view.at(event.offsetX, event.offsetY) ? 'pointer' : 'grab';
      return;
    }
    travelled += Math.abs(event.movementX) + Math.abs(event.movementY);
    if (held) drag(view, held, event);
    else camera.move(event.movementX, event.movementY);
    view.draw();
  });
  canvas.addEventListener('pointerup', () => {
    if (held) held.fx = held.fy = null;
    if (travelled < 5) onSelect(held);
    held = undefined;
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

function drag(view: View, node: Node, { offsetX, offsetY }: PointerEvent): void {
  const place = view.camera.toWorld(offsetX, offsetY);
  view.camera.moved = true;
  node.fx = place.x;
  node.fy = place.y;
  view.warm(0.25);
}
