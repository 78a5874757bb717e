/** Something to wait before; closed at first. */
export class Gate {
  private release!: () => void;
  private passing!: Promise<void>;
  private isOpen = true;

  constructor() {
    this.close();
  }

  open(): void {
    this.isOpen = true;
    this.release();
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.passing = new Promise((resolve) => (this.release = resolve));
  }

  /** Done when it is open. */
  opened(): Promise<void> {
    return this.passing;
  }
}
