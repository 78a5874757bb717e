/**
 * The pieces of an application, each loaded when it is first asked for. All who ask while it is
 * loading share one load; one that failed may be tried again.
 */
export class Pieces<M extends Record<string, unknown>> {
  private readonly loads = new Map<keyof M, Promise<unknown>>();

  constructor(private readonly loaders: { readonly [K in keyof M]: () => Promise<M[K]> }) {}

  /** A piece. */
  get<K extends keyof M>(name: K): Promise<M[K]> {
    const known = this.loads.get(name) as Promise<M[K]> | undefined;
    if (known !== undefined) return known;
    const load = this.loaders[name]();
    this.loads.set(name, load);
    load.catch(() => this.loads.delete(name));
    return load;
  }

  /** Whether a piece has been asked for. */
  has(name: keyof M): boolean {
    return this.loads.has(name);
  }
}
