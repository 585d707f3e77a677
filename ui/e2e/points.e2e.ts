import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

it("gives points for what is bought, and takes them as payment", async () => {
  till = await openTill();
  const { page } = till;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const forLupe = async () => {
    await page.keyboard.press("F2");
    await page.getByRole("list", { name: "Clientes" }).getByText("Doña Lupe").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  await setUpDemo(page);
  await page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name: "Ajustes" }).click();
  await page
    .getByRole("navigation", { name: "Partes de los ajustes" })
    .getByRole("button", { name: "Puntos", exact: true })
    .click();
  const points = page.getByRole("region", { name: "Puntos" });
  await points.getByText("Dar puntos").click();
  await points.getByLabel("Un punto por cada").fill("2");
  await points.getByLabel("Un punto vale").fill("0.50");
  await points.getByText("Regresas 25 %").waitFor();
  await picture(page, "points-rules");
  await points.getByRole("button", { name: "Guardar" }).click();
  await page.getByText("Guardado").waitFor();
  await page.keyboard.press("F10");
  await button("Cliente nuevo").first().click();
  await page.getByRole("textbox", { name: "Nombre", exact: true }).fill("Doña Lupe Ramírez");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Doña Lupe Ramírez" }).first().waitFor();
  await page.keyboard.press("Escape");
  await scanField(page).waitFor();

  await sell(page, product(0));
  await forLupe();
  await page.keyboard.press("F12");
  await button("Terminar venta").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Ganó 9 puntos").waitFor();
  await picture(page, "points-earned");
  await button("Siguiente ticket").last().click();
  await scanField(page).waitFor();

  await sell(page, product(1));
  await forLupe();
  await page.getByText("9 puntos, valen $4.50").waitFor();
  await picture(page, "points-ticket");
  await page.keyboard.press("F12");
  await button("Terminar venta").waitFor();
  await picture(page, "points-pay-cash");
  await page.keyboard.press("F6");
  await page.getByText("Por cobrar con puntos").waitFor();
  await picture(page, "points-pay");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("4.00", { delay: 120 });
  await page.keyboard.press("F1");
  await page.getByRole("list", { name: "Pagos" }).getByText("Puntos").waitFor();
  await button("Terminar venta").click();
  await page.getByText("Venta guardada").waitFor();
  await button("Siguiente ticket").last().click();
  await scanField(page).waitFor();
  await page.keyboard.press("F10");
  await page.getByRole("heading", { name: "Doña Lupe Ramírez" }).first().waitFor();
  await picture(page, "points-customer");
  expect(till.errors).toEqual([]);
}, 240_000);
