import { afterEach, expect, it } from "vitest";
import en from "../src/shared/i18n/en.json";
import { picture } from "./pictures";
import { openTill, ownerName, ownerPin, product, scan, shopName, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

/** Every screen in English: no text is longer than its place, whatever the language. */
it("reads in English wherever one looks", async () => {
  till = await openTill();
  const { page } = till;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const go = (name: string) =>
    page.getByRole("navigation", { name: en.nav.main }).getByRole("button", { name }).click();
  const section = (name: string) =>
    page
      .getByRole("navigation", { name: en.settings.sections })
      .getByRole("button", { name, exact: true })
      .click();
  const close = async () => {
    // one may stand before another
    do {
      await page.keyboard.press("Escape");
      await page.waitForTimeout(200);
    } while ((await page.getByRole("dialog").count()) > 0);
  };
  const field = page.getByRole("combobox", { name: en.sell.scanField });
  const lines = page.getByRole("list", { name: en.sell.lines });
  const sell = async (at: number) => {
    await scan(page, product(at).barcode);
    await lines.getByText(product(at).name).waitFor();
  };

  await page.getByRole("radio", { name: "English" }).click();
  await picture(page, "en-setup-language");
  await button(en.common.next).click();
  await page
    .getByRole("radio", { name: "Mexico" })
    .or(page.getByRole("radio", { name: "México" }))
    .click();
  await picture(page, "en-setup-country");
  await button(en.common.next).click();
  await page.getByLabel(en.setup.shop.name).fill(shopName);
  await picture(page, "en-setup-shop");
  await button(en.common.next).click();
  await page.getByLabel(en.setup.owner.name).fill(ownerName);
  await page.getByLabel(en.setup.owner.pin).fill(ownerPin);
  await page.getByLabel(en.setup.owner.again).fill(ownerPin);
  await picture(page, "en-setup-owner");
  await button(en.common.next).click();
  await picture(page, "en-setup-printer");
  await button(en.common.skip).click();
  await page.getByRole("radio", { name: en.setup.start.demo }).click();
  await picture(page, "en-setup-start");
  await button(en.setup.finish).click();
  await field.waitFor({ timeout: 60_000 });
  await picture(page, "en-sell-empty");

  await go(en.nav.customers);
  await button(en.customers.add).first().click();
  await page.getByRole("textbox", { name: en.common.name, exact: true }).fill("Doña Lupe Ramírez");
  await picture(page, "en-customer-edit");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Doña Lupe Ramírez" }).first().waitFor();
  await picture(page, "en-customer");
  await page.keyboard.press("Escape");
  await field.waitFor();

  await sell(0);
  await sell(1);
  await page.keyboard.press("F2");
  await picture(page, "en-choose-customer");
  await page.getByRole("list", { name: en.customers.title }).getByText("Doña Lupe").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await picture(page, "en-sell-lines");
  await page.keyboard.press("-");
  await picture(page, "en-discount");
  await close();
  await page.keyboard.press("F4");
  await picture(page, "en-price-check");
  await close();
  await page.keyboard.press("F7");
  await picture(page, "en-free-product");
  await close();
  await page.keyboard.press("F6");
  await picture(page, "en-park");
  await button(en.orders.make).click();
  await page.getByLabel(en.orders.deposit).fill("20");
  await picture(page, "en-order-place");
  await button(en.orders.save).click();
  await page.getByText("Layaway AP-1 saved").waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("F6");
  await picture(page, "en-tickets");
  await button(en.orders.title).click();
  await page.getByText("AP-1 · Doña Lupe Ramírez").waitFor();
  await picture(page, "en-orders");
  await page.getByText("AP-1 · Doña Lupe Ramírez").click();
  await page.getByText(en.orders.receive).waitFor();
  await picture(page, "en-order");
  await button(en.orders.cancel).click();
  await picture(page, "en-order-cancel");
  await close();

  await sell(0);
  await page.keyboard.press("F12");
  await button(en.pay.finish).waitFor();
  await picture(page, "en-pay-cash");
  await page.keyboard.press("F2");
  await picture(page, "en-pay-card");
  await page.keyboard.press("F1");
  await button(en.pay.finish).click();
  await page.getByText(en.pay.done).waitFor();
  await picture(page, "en-done");
  await button(en.pay.nextTicket).last().click();
  await field.waitFor();

  await go(en.nav.receipts);
  await page.getByText("A-1").first().waitFor();
  await picture(page, "en-receipts");
  await button(en.returns.open).first().click();
  await page.getByRole("dialog").waitFor();
  await picture(page, "en-return");
  await close();

  await go(en.nav.drawer);
  await page.getByLabel(en.drawer.loose).fill("1000");
  await picture(page, "en-drawer-opening");
  await button("Open with $1,000.00").click();
  await field.waitFor();
  await go(en.nav.drawer);
  await page.getByText(en.drawer.shouldBe).waitFor();
  await picture(page, "en-drawer");
  await button(en.drawer.move.out).click();
  await picture(page, "en-drawer-out");
  await close();
  await button(en.drawer.countAndClose).click();
  await page.getByLabel(en.drawer.loose).fill("900");
  await button(en.drawer.saveCount).click();
  await page.getByText(en.drawer.short).waitFor();
  await picture(page, "en-drawer-difference");
  await button(en.drawer.close).click();
  await page.getByRole("heading", { name: "Z A-1" }).waitFor();
  await picture(page, "en-z");
  for (const tab of ["people", "values"] as const) {
    await page.getByRole("radio", { name: en.drawer.tabs[tab] }).click();
    await picture(page, `en-drawer-${tab}`);
  }

  await go(en.nav.products);
  await page.getByRole("list", { name: en.products.title }).getByRole("button").first().waitFor();
  await picture(page, "en-products");
  await page.getByRole("list", { name: en.products.title }).getByRole("button").first().click();
  await page.getByRole("dialog").waitFor();
  await picture(page, "en-product");
  await close();

  await go(en.nav.settings);
  await picture(page, "en-settings-appearance");
  for (const part of [
    "shop",
    "drawer",
    "points",
    "printer",
    "users",
    "office",
    "copies",
    "health",
    "about",
  ] as const) {
    await section(en.settings[part]);
    await page.waitForTimeout(300);
    await picture(page, `en-settings-${part}`);
  }
  await section(en.settings.users);
  await button(en.settings.newRole).click();
  await page.getByRole("radio", { name: en.settings.ranks.supervisor }).click();
  await picture(page, "en-role");
  await close();
  await page.keyboard.press("Control+l");
  await page.getByText(en.login.askPin).waitFor();
  await picture(page, "en-login");
  expect(till.errors).toEqual([]);
}, 600_000);
