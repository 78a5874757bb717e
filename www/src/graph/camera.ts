/** How the world is laid on a canvas: moved and scaled, sharp on every screen. */
export class Camera {
  /** Whether a person has moved it; then it no longer follows by itself. */
  moved = false;
  private x = 0;
  private y = 0;
  private zoomed = 1;
  /** The canvas as the frame began: asking it for its size is slow. */
  width = 0;
  height = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Pixels of the screen a unit of the world. */
  get scale(): number {
    return this.zoomed;
  }

  /** A clean canvas in the world's coordinates; nothing where it is not shown. */
  begin(): CanvasRenderingContext2D | undefined {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const context = this.canvas.getContext('2d');
    if (context === null || width === 0) return undefined;
    [this.width, this.height] = [width, height];
    const ratio = devicePixelRatio;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.translate(width / 2 + this.x, height / 2 + this.y);
    context.scale(this.zoomed, this.zoomed);
    return context;
  }

  /** Pixels of the screen again, for what does not grow with the graph. */
  flat(context: CanvasRenderingContext2D): void {
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  }

  /** Where a place of the world is in the frame at hand. */
  toScreen(x: number, y: number): { x: number; y: number } {
    return { x: x * this.zoomed + this.width / 2 + this.x, y: y * this.zoomed + this.height / 2 + this.y };
  }

  toWorld(x: number, y: number): { x: number; y: number } {
    const { clientWidth, clientHeight } = this.canvas;
    return { x: (x - clientWidth / 2 - this.x) / this.zoomed, y: (y - clientHeight / 2 - this.y) / this.zoomed };
  }

  move(dx: number, dy: number): void {
    this.moved = true;
    this.x += dx;
    this.y += dy;
  }

  /** Scales about a place of the canvas. */
  zoom(factor: number, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2): void {
    this.moved = true;
    const next = Math.min(4, Math.max(0.15, this.zoomed * factor));
    const by = next / this.zoomed;
    const [cx, cy] = [x - this.canvas.clientWidth / 2, y - this.canvas.clientHeight / 2];
    this.x = cx - (cx - this.x) * by;
    this.y = cy - (cy - this.y) * by;
    this.zoomed = next;
  }

  /** Shows all of these places. */
  fit(places: readonly { x?: number; y?: number }[]): void {
    this.moved = false;
    if (places.length === 0) return;
    const xs = places.map(({ x = 0 }) => x);
    const ys = places.map(({ y = 0 }) => y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { clientWidth, clientHeight } = this.canvas;
    this.zoomed = Math.min(1.25, clientWidth / (right - left + 150), clientHeight / (bottom - top + 90));
    this.x = (-(left + right) / 2) * this.zoomed;
    this.y = (-(top + bottom) / 2) * this.zoomed;
  }
}
