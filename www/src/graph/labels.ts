/** How a name is written. */
export interface LabelStyle {
  font: string;
  ink: string;
  /** The rim, so that it can be read on lines. */
  paper: string;
}

/** A name as it is drawn: its size on the screen. */
interface Sprite {
  image: HTMLCanvasElement;
  width: number;
  height: number;
}

const RIM = 4;
const HEIGHT = 18;
/** Names that are kept drawn. */
const KEPT = 2000;

/**
 * Names on a canvas, each drawn once and then copied: a text with a rim takes longer than all else in a
 * frame. Of names that would lie on each other the first is written.
 */
export class Labels {
  private readonly sprites = new Map<string, Sprite>();
  private readonly taken: [left: number, top: number, right: number, bottom: number][] = [];
  private width = 0;
  private height = 0;

  /** A frame begins, on a canvas of this size. */
  begin(width: number, height: number): void {
    this.taken.length = 0;
    this.width = width;
    this.height = height;
  }

  /** Keeps a circle of the screen free of names. */
  keepClear(x: number, y: number, radius: number): void {
    this.taken.push([x - radius, y - radius, x + radius, y + radius]);
  }

  /** Writes `words` about a place of the screen, where there is room; `always` even where not. */
  write(context: CanvasRenderingContext2D, words: string, x: number, y: number, style: LabelStyle, always = false): boolean {
    if (x < -80 || y < -HEIGHT || x > this.width + 80 || y > this.height + HEIGHT) return false;
    const { image, width, height } = this.sprite(words, style);
    const left = x - width / 2;
    const top = y - height / 2;
    if (!always && this.taken.some(([l, t, r, b]) => left < r && left + width > l && top < b && top + height > t)) return false;
    this.taken.push([left, top, left + width, top + height]);
    context.drawImage(image, left, top, width, height);
    return true;
  }

  /**
   * The same beside a node of a radius, on the first side where there is room: below, above, right, left.
   * `last` is the side where it was, which comes first, so that names do not hop about; gives the side.
   */
  beside(context: CanvasRenderingContext2D, words: string, x: number, y: number, radius: number, style: LabelStyle, last = 0, always = false): number {
    const half = this.sprite(words, style).width / 2;
    // Below and above it may be moved into the picture.
    const middle = Math.max(half, Math.min(this.width - half, x));
    const far = radius + 10;
    const sides: readonly [number, number][] = [[middle, y + far], [middle, y - far], [x + half + radius + 1, y], [x - half - radius - 1, y]];
    for (const at of [last, 0, 1, 2, 3]) {
      const [left, top] = sides[at]!;
      const inside = left >= half && left <= this.width - half;
      if ((at < 2 || inside) && this.write(context, words, left, top, style)) return at;
    }
    if (always) this.write(context, words, middle, y + far, style, true);
    return 0;
  }

  private sprite(words: string, style: LabelStyle): Sprite {
    const key = `${devicePixelRatio} ${style.font} ${style.ink} ${style.paper} ${words}`;
    let sprite = this.sprites.get(key);
    if (sprite === undefined) {
      if (this.sprites.size >= KEPT) this.sprites.clear();
      sprite = draw(words, style);
      this.sprites.set(key, sprite);
    }
    return sprite;
  }
}

function draw(words: string, { font, ink, paper }: LabelStyle): Sprite {
  const image = document.createElement('canvas');
  const context = image.getContext('2d')!;
  context.font = font;
  const width = Math.ceil(context.measureText(words).width) + 2 * RIM;
  image.width = Math.ceil(width * devicePixelRatio);
  image.height = Math.ceil(HEIGHT * devicePixelRatio);
  context.scale(devicePixelRatio, devicePixelRatio);
  // A canvas that is resized forgets its settings.
  Object.assign(context, { font, textAlign: 'center', textBaseline: 'middle', lineJoin: 'round', lineWidth: RIM, strokeStyle: paper, fillStyle: ink });
  context.strokeText(words, width / 2, HEIGHT / 2);
  context.fillText(words, width / 2, HEIGHT / 2);
  return { image, width, height: HEIGHT };
}
