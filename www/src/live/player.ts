import type { Engine } from 'midflight';
import type { Target } from '../connect.js';
import { h } from '../dom.js';
import { Run, type Views } from './run.js';
import type { Stages } from './stages.js';

/** Plays one stream after the other. */
export class Player {
  readonly status = h('p', { className: 'status', role: 'status' }, 'Choose a stream and press Start.');
  /** Told whether a stream runs. */
  onChange: (running: boolean) => void = () => {};
  private run: Run | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly views: Views,
    private readonly stages: Stages,
  ) {
    setInterval(() => this.run?.running && this.showStages(), 500);
  }

  start(target: Target): void {
    this.run?.replace();
    for (const view of Object.values(this.views)) view.clear();
    this.engine.graph.clear();
    const run = new Run(this.engine, target, this.views, (message, bad) => this.say(run, message, bad));
    this.run = run;
    void run.start();
  }

  stop(): void {
    this.run?.stop();
  }

  /** Only the last run is listened to. */
  private say(run: Run, message: string, bad = false): void {
    if (run !== this.run) return;
    this.status.textContent = message;
    this.status.classList.toggle('bad', bad);
    this.onChange(run.running);
    if (!run.running) this.showStages();
  }

  private showStages(): void {
    this.stages.show(this.run!.connection.stages());
  }
}
