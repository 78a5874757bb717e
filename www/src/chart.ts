import uPlot from 'uplot';
import { colour } from './theme.js';

/** The number of the last tick would reach over the edge on the right. */
const ROOM: uPlot.Padding = [null, 14, null, null];

/** A chart that is as wide as its place and follows the theme. */
export class Chart {
  private plot: uPlot | undefined;
  private data: uPlot.AlignedData = [[]];

  constructor(
    private readonly place: HTMLElement,
    private readonly options: () => Omit<uPlot.Options, 'width' | 'height'>,
    private readonly height = 200,
  ) {
    new ResizeObserver(() => this.fit()).observe(place);
    document.addEventListener('midflight:theme', () => this.build());
  }

  set(data: uPlot.AlignedData): void {
    this.data = data;
    if (this.plot === undefined) this.build();
    else this.plot.setData(data);
  }

  private build(): void {
    this.plot?.destroy();
    this.plot = undefined;
    const width = this.width();
    // Until there is something to draw, the place says what is to come.
    if (width > 0 && this.data[0].length > 0) this.plot = new uPlot({ padding: ROOM, ...this.options(), width, height: this.height }, this.data, this.place);
  }

  /** What the place has room for. */
  private width(): number {
    const { paddingLeft, paddingRight } = getComputedStyle(this.place);
    return this.place.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  }

  private fit(): void {
    const width = this.width();
    if (width <= 0) return;
    if (this.plot === undefined) this.build();
    else if (this.plot.width !== width) this.plot.setSize({ width, height: this.height });
  }
}

/** An axis in the colours of the theme. */
export function axis(label: string, more: uPlot.Axis = {}): uPlot.Axis {
  return {
    label,
    labelSize: 18,
    labelFont: '12px system-ui',
    font: '12px system-ui',
    stroke: colour('muted'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { stroke: colour('line'), width: 1 },
    ...more,
  };
}
