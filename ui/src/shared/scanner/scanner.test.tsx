import { fireEvent, render } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Lane } from "./lane";
import { listenToScanner } from "./listen";
import { type Reading, Wedge } from "./wedge";

function type(
  wedge: Wedge,
  text: string,
  from: number,
  gap: number,
  end = "Enter",
): { last: Reading; at: number } {
  let at = from;
  for (const key of text) {
    wedge.press({ key, at, repeat: false, modified: false });
    at += gap;
  }
  return { last: wedge.press({ key: end, at, repeat: false, modified: false }), at };
}

describe("wedge", () => {
  it("knows a scanner from a hand", () => {
    expect(type(new Wedge(), "7501055300099", 0, 5).last).toMatchObject({
      kind: "scan",
      code: "7501055300099",
    });
    expect(type(new Wedge(), "7501055300099", 0, 5, "Tab").last).toMatchObject({
      kind: "scan",
      code: "7501055300099",
    });
    expect(type(new Wedge(), "7501055300099", 0, 90).last).toEqual({ kind: "nothing" });
  });

  it("takes no short bursts and no held keys", () => {
    expect(type(new Wedge(), "123", 0, 5).last).toEqual({ kind: "nothing" });
    const wedge = new Wedge();
    for (let at = 0; at < 300; at += 30) wedge.press({ key: "0", at, repeat: at > 0, modified: false });
    expect(wedge.press({ key: "Enter", at: 310, repeat: false, modified: false })).toEqual({
      kind: "nothing",
    });
  });

  it("leaves out of a code what was typed before the hand went to the mouse", () => {
    const wedge = new Wedge();
    for (const [at, key] of [..."407193"].entries()) wedge.press({ key, at, repeat: false, modified: false });
    wedge.forget();
    expect(type(wedge, "7501055300075", 20, 4).last).toMatchObject({ kind: "scan", code: "7501055300075" });
  });

  it("keeps letters and ignores the shift that makes them", () => {
    const wedge = new Wedge();
    let at = 0;
    for (const key of ["Shift", "A", "B", "-", "1", "2"])
      wedge.press({ key, at: at++, repeat: false, modified: false });
    expect(wedge.press({ key: "Enter", at, repeat: false, modified: false })).toMatchObject({
      kind: "scan",
      code: "AB-12",
    });
  });

  it("starts afresh after what a hand typed slowly", () => {
    const wedge = new Wedge();
    wedge.press({ key: "3", at: 0, repeat: false, modified: false });
    wedge.press({ key: "*", at: 200, repeat: false, modified: false });
    expect(type(wedge, "75010553", 600, 4).last).toMatchObject({ kind: "scan", code: "75010553" });
  });

  it("never loses two quick scans of the same article, only the echo of one", () => {
    const wedge = new Wedge();
    const first = type(wedge, "75010553", 0, 2);
    expect(first.last.kind).toBe("scan");
    const echo = type(wedge, "75010553", first.at + 2, 2);
    expect(echo.last.kind).toBe("swallow");
    const second = type(wedge, "75010553", echo.at + 80, 2);
    expect(second.last).toMatchObject({ kind: "scan", code: "75010553" });
    const other = type(wedge, "75010554", second.at + 2, 2);
    expect(other.last).toMatchObject({ kind: "scan", code: "75010554" });
  });

  it("does not cut a code in two when the machine holds some characters back", () => {
    const wedge = new Wedge();
    let at = 0;
    [..."7501055300099"].forEach((key, index) => {
      at += index === 2 || index === 9 ? 120 : 4;
      wedge.press({ key, at, repeat: false, modified: false });
    });
    const end = wedge.press({ key: "Enter", at: at + 4, repeat: false, modified: false });
    expect(end).toMatchObject({ kind: "scan", code: "7501055300099", length: 13 });
  });

  it("keeps a quantity that was typed quickly out of the code that follows", () => {
    const wedge = new Wedge();
    wedge.press({ key: "3", at: 0, repeat: false, modified: false });
    wedge.press({ key: "*", at: 110, repeat: false, modified: false });
    expect(type(wedge, "75010553", 190, 4).last).toMatchObject({ kind: "scan", code: "75010553", length: 8 });
  });

  it("swallows the second terminator", () => {
    const wedge = new Wedge();
    const { at } = type(wedge, "75010553", 0, 2);
    expect(wedge.press({ key: "Enter", at: at + 3, repeat: false, modified: false }).kind).toBe("swallow");
    expect(wedge.press({ key: "Enter", at: at + 900, repeat: false, modified: false }).kind).toBe("nothing");
  });
});

function Field() {
  const [text, setText] = useState("");
  return <input aria-label="any" value={text} onChange={(event) => setText(event.target.value)} />;
}

describe("listening", () => {
  const codes: string[] = [];
  let stop = () => {};
  let clock = 0;
  beforeEach(() => {
    codes.length = 0;
    clock = 1000;
    stop = listenToScanner(
      (code) => codes.push(code),
      () => clock,
    );
  });
  afterEach(() => stop());

  function strike(target: HTMLInputElement, key: string, gap: number): boolean {
    clock += gap;
    const went = fireEvent.keyDown(target, { key });
    if (went && key.length === 1) fireEvent.change(target, { target: { value: target.value + key } });
    return went;
  }

  it("takes the code out of the field that had the focus, and leaves what was there", () => {
    const field = render(<Field />).getByLabelText("any") as HTMLInputElement;
    for (const key of "3*") strike(field, key, 300);
    strike(field, "7", 400);
    for (const key of "501055300099") strike(field, key, 4);
    expect(field.value).toBe("3*7501055300099");
    expect(strike(field, "Enter", 4)).toBe(false);
    expect(codes).toEqual(["7501055300099"]);
    expect(field.value).toBe("3*");
  });

  it("leaves typing and its Enter alone", () => {
    const field = render(<Field />).getByLabelText("any") as HTMLInputElement;
    for (const key of "leche") strike(field, key, 120);
    expect(strike(field, "Enter", 120)).toBe(true);
    expect(codes).toEqual([]);
    expect(field.value).toBe("leche");
  });
});

describe("lane", () => {
  it("sends in order and loses nothing while one is in flight", async () => {
    const done: string[] = [];
    const lane = new Lane(() => false);
    const send = (code: string, ms: number) =>
      lane.add(
        () =>
          new Promise<void>((r) =>
            setTimeout(() => {
              done.push(code);
              r();
            }, ms),
          ),
      );
    await Promise.all([send("a", 30), send("b", 5), send("a", 1)]);
    expect(done).toEqual(["a", "b", "a"]);
  });

  it("keeps what arrives while it is held, and goes on after a failure", async () => {
    let held = true;
    const lane = new Lane(() => held);
    const task = vi.fn().mockRejectedValueOnce(new Error("no")).mockResolvedValue("yes");
    const first = lane.add(task).catch(() => "failed");
    const second = lane.add(task);
    await Promise.resolve();
    expect(task).not.toHaveBeenCalled();
    expect(lane.size).toBe(2);
    held = false;
    void lane.run();
    expect(await first).toBe("failed");
    expect(await second).toBe("yes");
  });
});
