/** Where figures were measured. */
export interface Machine {
  browser: string;
  platform: string;
  cores: number;
  isolated: boolean;
  commit: string;
  version: string;
  when: string;
}

export function machine(): Machine {
  return {
    browser: navigator.userAgent,
    platform: navigator.platform,
    cores: navigator.hardwareConcurrency,
    isolated: crossOriginIsolated,
    commit: __COMMIT__,
    version: __MANIFEST__.version,
    when: new Date().toISOString(),
  };
}
