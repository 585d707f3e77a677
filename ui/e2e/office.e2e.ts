import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import {
  openTill,
  ownerName,
  ownerPin,
  product,
  scanField,
  sell,
  setUpDemo,
  shopName,
  type Till,
} from "./till";

const root = fileURLToPath(new URL("../..", import.meta.url));

type Office = { address: string; codes: string[]; stop: () => Promise<void> };

/** What `make head-office` starts, in a folder that goes away with it. */
async function startOffice(port: number): Promise<Office> {
  const home = mkdtempSync(join(tmpdir(), "mostrador-office-"));
  const child = spawn(join(root, "scripts/head-office"), [home, `127.0.0.1:${port}`], {
    cwd: home,
    env: { ...(globalThis as unknown as { process: { env: Record<string, string> } }).process.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const said = await new Promise<string>((resolve, reject) => {
    let heard = "";
    child.stdout.on("data", (bytes) => {
      heard += bytes.toString();
      if (heard.includes("Stop with")) resolve(heard);
    });
    child.once("exit", (code) => reject(new Error(`head office ended with ${code}: ${heard}`)));
  });
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  return { address: `http://127.0.0.1:${port}`, codes: said.match(/[0-9A-Z]{4}-[0-9A-Z]{4}/g) ?? [], stop };
}

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const it of open.splice(0).reverse()) await it.close();
});

async function till(): Promise<Till> {
  const opened = await openTill();
  open.push(opened);
  return opened;
}

const button = (page: Till["page"], name: string) => page.getByRole("button", { name, exact: true });

async function toOffice(page: Till["page"]): Promise<void> {
  await page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name: "Ajustes" }).click();
  await page
    .getByRole("navigation", { name: "Partes de los ajustes" })
    .getByRole("button", { name: "Oficina central", exact: true })
    .click();
}

it("pairs a shop, brings a second till the whole of it, and shows how it stands", {
  timeout: 180_000,
}, async () => {
  const office = await startOffice(28_686);
  open.push({ close: office.stop });
  const first = (await till()).page;
  await setUpDemo(first);
  await toOffice(first);
  await first.getByLabel("Dirección").fill(office.address);
  await first.getByLabel("Código", { exact: true }).fill("aaaa aaaa");
  await button(first, "Conectar").click();
  await first.getByText("El código no sirve").waitFor();
  await picture(first, "office-wrong-code");
  await first.getByLabel("Código", { exact: true }).fill(office.codes[0] ?? "");
  await button(first, "Conectar").click();
  await first.getByRole("region", { name: "Oficina central" }).getByText("Todo enviado").waitFor();
  await picture(first, "office-paired");

  const opened = await till();
  const second = opened.page;
  await second.getByRole("radio", { name: "Español" }).click();
  await button(second, "La tienda ya tiene oficina central").click();
  await picture(second, "office-join");
  await second.getByLabel("Dirección").fill(office.address);
  await second.getByLabel("Código", { exact: true }).fill(office.codes[1] ?? "");
  await button(second, "Conectar").click();
  await second.getByText(ownerName).first().click({ timeout: 60_000 });
  for (const digit of ownerPin) await second.keyboard.press(digit);
  await second.keyboard.press("Enter");
  await scanField(second).waitFor();
  await second.getByText(shopName).waitFor();
  await second.getByText("Caja B").waitFor();
  await sell(second, product(0));
  await picture(second, "office-second-till");
  await second.getByRole("button", { name: /Todo enviado|por enviar/ }).click();
  await second.getByRole("dialog").getByText("Serie de esta caja").waitFor();
  await picture(second, "office-dialog");
  await second.keyboard.press("Escape");

  await office.stop();
  await second.keyboard.press("F12");
  await button(second, "Terminar venta").waitFor();
  await second.keyboard.press("Enter");
  await button(second, "Siguiente ticket").last().click();
  await scanField(second).waitFor();
  await toOffice(second);
  await second.getByText("No hay conexión con la oficina central").first().waitFor({ timeout: 30_000 });
  await second.getByText("1 venta por enviar").first().waitFor();
  await picture(second, "office-away");
  await button(second, "Desconectar").click();
  await second.getByRole("alertdialog").getByRole("button", { name: "Desconectar" }).click();
  await second.getByText("Falta por enviar").waitFor();
  await picture(second, "office-leave");
  expect(opened.errors.filter((error) => !error.includes("422"))).toEqual([]);
});
