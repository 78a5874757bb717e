const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const three = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A count. */
export function count(value: number): string {
  return whole.format(value);
}

/** A count of things. */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Nanoseconds with the unit that fits. */
export function duration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${whole.format(nanoseconds)} ns`;
  if (nanoseconds < 1e6) return `${three.format(nanoseconds / 1e3)} µs`;
  if (nanoseconds < 1e9) return `${three.format(nanoseconds / 1e6)} ms`;
  return `${three.format(nanoseconds / 1e9)} s`;
}

/** The step of this page's clock, in nanoseconds: what is shorter can't be told. */
const STEP = globalThis.crossOriginIsolated ? 5e3 : 100e3;

/** A time that was measured by this page's clock. */
export function measured(nanoseconds: number): string {
  return nanoseconds < STEP ? `< ${duration(STEP)}` : duration(nanoseconds);
}

/** Milliseconds with the unit that fits; a dash where not known. */
export function milliseconds(value: number | undefined): string {
  return value === undefined ? '–' : duration(value * 1e6);
}

/** Bytes with the unit that fits. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  return value < 1e6 ? `${three.format(value / 1e3)} KB` : `${three.format(value / 1e6)} MB`;
}

/** A rate or ratio with three digits. */
export function number(value: number): string {
  return three.format(value);
}
