import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { openWith, ready } from "../test/door";

const noticed = (receipt: string | null, missing: number) => {
  const params: Record<string, string> = { missing: String(missing), ...(receipt ? { receipt } : {}) };
  openWith({ "app.state": () => ({ ...ready, notices: [{ code: "recovered", params }] }) });
};

it.each([
  ["A-812", 0, "Se recuperó hasta el recibo A-812. No falta nada."],
  [
    "A-812",
    1,
    "Se recuperó hasta el recibo A-812. Falta 1 recibo posterior: está en papel y en el banco; búscalo.",
  ],
  [
    "A-812",
    3,
    "Se recuperó hasta el recibo A-812. Faltan 3 recibos posteriores: están en papel y en el banco; búscalos.",
  ],
  [null, 0, "No falta nada."],
])("notices a recovery up to %s with %i missing", async (receipt, missing, words) => {
  noticed(receipt, missing);
  expect(await screen.findByText("Los datos se recuperaron de las copias")).toBeTruthy();
  expect(screen.getByText(words)).toBeTruthy();
});
