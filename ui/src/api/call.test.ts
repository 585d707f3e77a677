import { afterEach, expect, it, vi } from "vitest";
import { call, watchFailures } from "./call";

const invoke = vi.hoisted(() => vi.fn());
vi.mock("@tauri-apps/api/core", () => ({ invoke }));

afterEach(() => {
  vi.unstubAllGlobals();
  delete window.__TAURI_INTERNALS__;
});

function answering(ok: boolean, body: unknown) {
  const fetch = vi.fn(async () => ({ ok, status: ok ? 200 : 422, json: async () => body }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

it("goes over HTTP in a browser", async () => {
  const fetch = answering(true, { rows: [] });
  expect(await call("products.by_code", { code: "1" })).toEqual({ rows: [] });
  expect(fetch).toHaveBeenCalledWith("/call", {
    method: "POST",
    headers: { "content-type": "application/json", "x-mostrador": "1" },
    body: '{"name":"products.by_code","arguments":{"code":"1"}}',
  });
});

it("goes over the shell's one command in the window", async () => {
  window.__TAURI_INTERNALS__ = {};
  invoke.mockResolvedValue("state");
  expect(await call("app.state")).toBe("state");
  expect(invoke).toHaveBeenCalledWith("call", { name: "app.state", arguments: null });
});

it("throws what the door refused, and tells whoever watches", async () => {
  answering(false, { code: "wrong_pin", message: "no", params: { left: 2 } });
  const seen: string[] = [];
  const stop = watchFailures((failure) => seen.push(failure.code));
  await expect(call("login", { user: "a", secret: "1" })).rejects.toMatchObject({
    code: "wrong_pin",
    params: { left: "2" },
  });
  stop();
  expect(seen).toEqual(["wrong_pin"]);
});

it("says so when nobody answers", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("refused")));
  await expect(call("app.state")).rejects.toMatchObject({ code: "unreachable" });
});
