/** Calls a function of the application's. What it throws is reported as that of an event's listener is, and stops nothing else. */
export function call<Told extends unknown[]>(listener: (...told: Told) => void, ...told: Told): void {
  try {
    listener(...told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
