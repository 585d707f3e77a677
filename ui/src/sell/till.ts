import type {
  Approval,
  Cart,
  CartLine,
  Discount,
  FreeLine,
  Id,
  LineChange,
  ProductHit,
  Quantity,
  ReturnHow,
  ScanAnswer,
} from "../api/generated";
import { ask } from "../api/queries";
import { one } from "../shared/format/quantity";
import { Lane } from "../shared/scanner/lane";

export type Question =
  | { kind: "choose"; code: string; products: ProductHit[]; quantity?: Quantity }
  | { kind: "unknown"; code: string; wrongCheckDigit: boolean; quantity?: Quantity }
  | { kind: "inactive"; code: string; product: ProductHit; quantity?: Quantity }
  | { kind: "receipt"; code: string; sale: Id; receipt: string | null; quantity?: Quantity }
  | { kind: "order"; code: string; order: Id; quantity?: Quantity };

export type TillState = {
  cart: Cart | null;
  selected: Id | null;
  question: Question | null;
  waiting: number;
};

type Removed = { line: Id; name: string };
type Added = { cart: Cart; line: Id };

export type TillEvents = {
  /** Something could not be done; `what` is the code or name it was about. */
  onFailure: (thrown: unknown, what?: string) => void;
  onRemoved: (name: string) => void;
  onAdded: (line: CartLine) => void;
  /** Anything else that holds the lane, e.g. an open dialog. */
  isHeld: () => boolean;
};

const start: TillState = { cart: null, selected: null, question: null, waiting: 0 };

/** The ticket in hand. Everything that changes it goes through one lane, in order. */
export class Till {
  private state = start;
  private busy = false;
  private removed: Removed[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly lane: Lane;

  constructor(private readonly events: TillEvents) {
    this.lane = new Lane(
      () => this.busy || this.state.question !== null || this.events.isHeld(),
      () => this.set({ waiting: this.lane.size }),
    );
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  readonly snapshot = (): TillState => this.state;

  private set(part: Partial<TillState>): void {
    this.state = { ...this.state, ...part };
    for (const watcher of this.watchers) watcher();
  }

  /** The selected line stays selected while it is there; else the newest takes its place. */
  private take(cart: Cart, selected: Id | null = this.state.selected): void {
    const there = cart.lines.some((line) => line.id === selected);
    this.set({ cart, selected: there ? selected : (cart.lines.at(-1)?.id ?? null) });
  }

  private added({ cart, line }: Added): void {
    this.take(cart, line);
    const found = cart.lines.find((item) => item.id === line);
    if (found) this.events.onAdded(found);
  }

  private async guarded(what: string | undefined, task: () => Promise<void>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (thrown) {
      this.events.onFailure(thrown, what);
      return false;
    }
  }

  private queue(task: () => Promise<void>, what?: string): void {
    void this.lane.add(() => this.guarded(what, task));
  }

  async load(): Promise<void> {
    await this.guarded(undefined, async () => {
      const cart = await ask("cart.current", null);
      this.removed = [];
      this.take(cart, null);
    });
  }

  /** A dialog has closed: what waited goes on. */
  readonly resume = (): void => void this.lane.run();

  private answer(given: ScanAnswer, code: string, quantity?: Quantity): void {
    if (given.kind === "added") this.added(given);
    else if (given.kind === "choose") this.set({ question: { ...given, quantity } });
    else if (given.kind === "receipt" || given.kind === "order") this.set({ question: { ...given, code } });
    else if (given.kind === "inactive") this.set({ question: { ...given, code, quantity } });
    else
      this.set({ question: { kind: "unknown", code, wrongCheckDigit: given.wrong_check_digit, quantity } });
  }

  scan(code: string, quantity?: Quantity): void {
    this.queue(async () => this.answer(await ask("cart.scan", { code, quantity }), code, quantity), code);
  }

  add(product: ProductHit, quantity?: Quantity): void {
    this.queue(
      async () => this.added(await ask("cart.add", { product: product.id, quantity })),
      product.name,
    );
  }

  /** An inactive product was picked by hand. */
  offer(product: ProductHit, quantity?: Quantity): void {
    this.set({ question: { kind: "inactive", code: product.name, product, quantity } });
  }

  addFree(line: FreeLine): void {
    this.queue(async () => this.added(await ask("cart.add_free", line)), line.name);
  }

  /** The answer to a question goes in before whatever waits behind it. */
  async settle(task: () => Promise<Added | ScanAnswer>): Promise<void> {
    const question = this.state.question;
    if (!question) return;
    const given = await task();
    this.set({ question: null });
    if ("kind" in given) this.answer(given, question.code, question.quantity);
    else this.added(given);
    this.resume();
  }

  dismiss(): void {
    this.set({ question: null });
    this.resume();
  }

  select(line: Id | null): void {
    this.set({ selected: line });
  }

  /** Up and down the ticket with the arrows. */
  move(by: 1 | -1): void {
    const lines = this.state.cart?.lines ?? [];
    const at = lines.findIndex((line) => line.id === this.state.selected);
    const next = lines[at < 0 ? lines.length - 1 : Math.min(lines.length - 1, Math.max(0, at + by))];
    if (next) this.select(next.id);
  }

  line(id: Id | null = this.state.selected): CartLine | null {
    return this.state.cart?.lines.find((line) => line.id === id) ?? null;
  }

  /** Resolves once applied; a refusal is the caller's to show. */
  change(line: Id, change: LineChange, approval: Approval | null = null): Promise<void> {
    return ask("cart.line", { line, change, ...(approval ? { approval } : {}) }).then((cart) =>
      this.take(cart, line),
    );
  }

  /** By what the line holds when its turn comes, so that quick taps all count. */
  step(id: Id, by: 1 | -1): void {
    this.queue(async () => {
      const line = this.line(id);
      if (!line) return;
      // what comes back keeps its amount: it is taken out, or asked for again
      if (line.returned) return;
      const quantity = line.quantity + by * one;
      if (quantity <= 0) await this.removeNow(line);
      else this.take(await ask("cart.line", { line: id, change: { quantity } }), id);
    });
  }

  private neighbour(id: Id): Id | null {
    const lines = this.state.cart?.lines ?? [];
    const at = lines.findIndex((line) => line.id === id);
    return (lines[at + 1] ?? lines[at - 1])?.id ?? null;
  }

  private async removeNow(line: CartLine): Promise<void> {
    const next = this.neighbour(line.id);
    this.take(await ask("cart.remove", { line: line.id }), next);
    this.removed.push({ line: line.id, name: line.name });
    this.events.onRemoved(line.name);
  }

  remove(id: Id | null = this.state.selected): void {
    this.queue(async () => {
      const line = this.line(id);
      if (line) await this.removeNow(line);
    });
  }

  undo(): void {
    this.queue(async () => {
      const last = this.removed.pop();
      if (last) this.take(await ask("cart.restore", { line: last.line }), last.line);
    });
  }

  /** Something comes back: the door answered with the ticket. */
  returned(cart: Cart): void {
    this.take(cart, cart.lines.findLast((line) => line.returned)?.id ?? null);
    this.dismiss();
  }

  /** The door answered with the ticket as it is now. */
  replaced(cart: Cart): void {
    this.take(cart);
  }

  returnWithout(line: Id, how: ReturnHow): Promise<void> {
    return ask("cart.return_without", { line, ...how }).then((cart) => this.take(cart, line));
  }

  discount(discount: Discount | null, approval: Approval | null = null): Promise<void> {
    return ask("cart.discount", { discount, ...(approval ? { approval } : {}) }).then((cart) =>
      this.take(cart),
    );
  }

  /** Another ticket is in hand. */
  tookUp(cart: Cart): void {
    this.removed = [];
    this.take(cart, null);
  }

  discard(reason: string | null): Promise<void> {
    return ask("cart.discard", { reason }).then((cart) => this.tookUp(cart));
  }

  /** While a sale is written nothing may reach its ticket; what is scanned waits for the next one. */
  async finish<T>(write: () => Promise<T>): Promise<T> {
    this.busy = true;
    try {
      const done = await write();
      await this.load();
      return done;
    } finally {
      this.busy = false;
      this.resume();
    }
  }
}
