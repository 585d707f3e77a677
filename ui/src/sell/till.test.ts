import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Cart, CartLine } from "../api/generated";
import { Till } from "./till";

const ask = vi.hoisted(() => vi.fn());
vi.mock("../api/queries", () => ({ ask }));

function line(id: string, quantity = 1000): CartLine {
  return {
    id,
    product: id,
    name: id,
    unit: "piece",
    quantity,
    unit_price: 0,
    list_price: 0,
    amount: 0,
    discount: null,
    discount_amount: 0,
    note: null,
    note_inside: false,
    warning: "",
    provisional: false,
    label: false,
    returned: null,
  };
}

function cart(...lines: CartLine[]): Cart {
  return {
    id: "c",
    lines,
    discount: null,
    customer: null,
    order: null,
    age_needed: null,
    count: 0,
    subtotal: 0,
    discounts: 0,
    tax: 0,
    taxes: [],
    total: 0,
  };
}

const events = {
  onFailure: vi.fn(),
  onRemoved: vi.fn(),
  onAdded: vi.fn(),
  isHeld: () => false,
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("till", () => {
  let till: Till;
  beforeEach(async () => {
    vi.clearAllMocks();
    till = new Till(events);
    ask.mockResolvedValueOnce(cart(line("a")));
    await till.load();
  });

  it("keeps what is scanned behind a question, and sends it after", async () => {
    ask.mockResolvedValueOnce({ kind: "unknown", code: "111", wrong_check_digit: false });
    till.scan("111");
    till.scan("222");
    await settled();
    expect(till.snapshot().question).toMatchObject({ kind: "unknown", code: "111" });
    expect(till.snapshot().waiting).toBe(1);
    ask.mockResolvedValueOnce({ kind: "added", cart: cart(line("a"), line("b")), line: "b" });
    till.dismiss();
    await settled();
    expect(ask).toHaveBeenLastCalledWith("cart.scan", { code: "222", quantity: undefined });
    expect(till.snapshot().selected).toBe("b");
  });

  it("goes on after a failure, and says what did not go in", async () => {
    ask.mockRejectedValueOnce(new Error("no"));
    ask.mockResolvedValueOnce({ kind: "added", cart: cart(line("b")), line: "b" });
    till.scan("111");
    till.scan("222");
    await settled();
    expect(events.onFailure).toHaveBeenCalledWith(expect.anything(), "111");
    expect(till.snapshot().cart?.lines.map((item) => item.id)).toEqual(["b"]);
  });

  it("counts every quick tap on the stepper", async () => {
    ask.mockImplementation(async (_name: string, args: { change: { quantity: number } }) =>
      cart(line("a", args.change.quantity)),
    );
    till.step("a", 1);
    till.step("a", 1);
    till.step("a", 1);
    await settled();
    expect(till.line("a")?.quantity).toBe(4000);
  });

  it("removes at zero, selects the neighbour, and undoes", async () => {
    ask.mockResolvedValueOnce({ kind: "added", cart: cart(line("a"), line("b")), line: "b" });
    till.scan("b");
    ask.mockResolvedValueOnce(cart(line("a")));
    till.step("b", -1);
    await settled();
    expect(events.onRemoved).toHaveBeenCalledWith("b");
    expect(till.snapshot().selected).toBe("a");
    ask.mockResolvedValueOnce(cart(line("a"), line("b")));
    till.undo();
    await settled();
    expect(ask).toHaveBeenLastCalledWith("cart.restore", { line: "b" });
    expect(till.snapshot().selected).toBe("b");
  });

  it("holds scans while a sale is written: they are the next ticket's", async () => {
    let end = (_done: string) => {};
    const sale = till.finish(() => new Promise<string>((resolve) => (end = resolve)));
    till.scan("333");
    await settled();
    expect(ask).toHaveBeenCalledTimes(1);
    ask.mockResolvedValueOnce(cart());
    ask.mockResolvedValueOnce({ kind: "added", cart: cart(line("n")), line: "n" });
    end("done");
    expect(await sale).toBe("done");
    await settled();
    expect(ask.mock.calls.map((args) => args[0])).toEqual(["cart.current", "cart.current", "cart.scan"]);
    expect(till.snapshot().cart?.lines[0]?.id).toBe("n");
  });
});
