/**
 * One thing after another: what changes the ticket goes through here in the order it was asked.
 * While it is held (a question is open, a sale is being written) it keeps what arrives.
 */
export class Lane {
  private waiting: (() => Promise<void>)[] = [];
  private running = false;

  constructor(
    private readonly held: () => boolean,
    private readonly changed: () => void = () => {},
  ) {}

  get size(): number {
    return this.waiting.length + (this.running ? 1 : 0);
  }

  add<T>(task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push(() => task().then(resolve, reject));
      this.changed();
      void this.run();
    });
  }

  /** To be called when whatever held the lane may have ended. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length > 0 && !this.held()) {
      const next = this.waiting.shift();
      await next?.();
      this.changed();
    }
    this.running = false;
    this.changed();
  }

  clear(): void {
    this.waiting = [];
    this.changed();
  }
}
