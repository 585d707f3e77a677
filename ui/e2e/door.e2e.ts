import { type APIRequestContext, request } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Program, startProgram } from "./program";

let program: Program;
let known: APIRequestContext;
let stranger: APIRequestContext;

const state = { name: "app.state", arguments: null };
const header = { "x-mostrador": "1" };

beforeAll(async () => {
  program = await startProgram();
  known = await request.newContext();
  stranger = await request.newContext();
});
afterAll(async () => {
  await known?.dispose();
  await stranger?.dispose();
  await program?.stop();
});

it("answers nothing to a browser without its cookie", async () => {
  expect((await stranger.get(program.address)).status()).toBe(403);
  expect((await stranger.get(`${program.address}events`)).status()).toBe(403);
  expect((await stranger.post(`${program.address}call`, { data: state, headers: header })).status()).toBe(
    403,
  );
});

it("opens by its one-time address once, and only once", async () => {
  expect((await stranger.get(`${program.address}open/${"0".repeat(48)}`)).status()).toBe(410);
  const opened = await known.get(program.opening);
  expect(opened.status()).toBe(200);
  expect(opened.headers()["content-security-policy"]).toContain("default-src 'self'");
  expect((await known.get(program.address)).status()).toBe(200);
  expect((await stranger.get(program.opening)).status()).toBe(410);
  expect((await stranger.get(program.address)).status()).toBe(403);
});

it("is known by no other name, and to no other site", async () => {
  const { port } = new URL(program.address);
  for (const host of ["till.example", `till.example:${port}`, "127.0.0.1"]) {
    expect((await known.get(program.address, { headers: { host } })).status(), host).toBe(421);
  }
  const foreign = { ...header, origin: "http://till.example" };
  expect((await known.post(`${program.address}call`, { data: state, headers: foreign })).status()).toBe(421);
});

it("takes a call only with the header that no other site can send", async () => {
  const call = (headers: Record<string, string>) =>
    known.post(`${program.address}call`, { data: state, headers });
  expect((await call({})).status()).toBe(403);
  const answered = await call(header);
  expect(answered.status()).toBe(200);
  expect(await answered.json()).toMatchObject({ phase: "setup" });
});
