import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { expect, it } from "vitest";
import { cartOf, failure, lineOf, milk, openWith, press, scan } from "../test/door";

const field = () => screen.findByRole<HTMLInputElement>("combobox", { name: "Código o nombre del producto" });
const type = (input: HTMLInputElement, value: string) => fireEvent.change(input, { target: { value } });
const added = { kind: "added" as const, cart: cartOf("c1", lineOf(milk)), line: "line-milk" };

it("sends what is scanned, with the quantity typed before it, and leaves the field empty", async () => {
  const { of } = openWith({ "cart.scan": () => added });
  const input = await field();
  type(input, "3*");
  await scan("7501020515343");
  expect(of("cart.scan")).toEqual([{ code: "7501020515343", quantity: 3000 }]);
  expect(input.value).toBe("");
  expect(await screen.findByText("Leche Lala 1 L")).toBeDefined();
});

it("takes digits typed by hand and Enter as a code", async () => {
  const { of } = openWith({ "cart.scan": () => added });
  type(await field(), "0.725*7501");
  press("Enter");
  await waitFor(() => expect(of("cart.scan")).toEqual([{ code: "7501", quantity: 725 }]));
});

it("searches while one types, and Enter adds the first", async () => {
  const { of } = openWith({
    "products.search": () => [milk],
    "cart.add": () => ({ cart: added.cart, line: added.line }),
  });
  type(await field(), "leche");
  const option = await screen.findByRole("option");
  expect(within(option).getByText("Leche").tagName).toBe("MARK");
  press("Enter");
  await waitFor(() => expect(of("cart.add")).toEqual([{ product: "milk" }]));
});

it("asks about a code nobody knows, creates the product and scans it again", async () => {
  let known = false;
  const { of } = openWith({
    "cart.scan": ({ code }) => (known ? added : { kind: "unknown", code, wrong_check_digit: false }),
    "products.save": (product) => {
      known = true;
      return { ...product, id: "new", stock: 0 };
    },
  });
  await field();
  await scan("7509999999997");
  fireEvent.click(await screen.findByRole("button", { name: "Crear producto" }));
  type((await screen.findByRole("textbox", { name: "Nombre" })) as HTMLInputElement, "Leche nueva");
  type(screen.getByRole("textbox", { name: "Precio" }), "12.5");
  fireEvent.click(screen.getByRole("button", { name: "Crear y agregar" }));
  await waitFor(() => expect(of("cart.scan")).toHaveLength(2));
  expect(of("products.save")[0]).toMatchObject({
    name: "Leche nueva",
    price: 125000,
    barcodes: ["7509999999997"],
  });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("says what did not go in, in words, and stays", async () => {
  openWith({
    "cart.scan": () => {
      throw failure("store_failed");
    },
  });
  await field();
  await scan("7501020515343");
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("No entró 7501020515343. No se pudo guardar");
});

it("opens the discount of the selected line with one key, and asks a supervisor for more than one may give", async () => {
  openWith({
    "cart.current": () => cartOf("c1", lineOf(milk)),
    "cart.line": () => {
      throw failure("discount_not_permitted", { limit: "10" });
    },
  });
  (await field()).focus();
  press("-");
  fireEvent.click(await screen.findByRole("button", { name: "20 %" }));
  await screen.findByText(/límite de 10 %/);
  expect(await screen.findByLabelText("Su PIN")).toBeDefined();
});

it("has no accessibility faults that can be computed", async () => {
  const { container } = openWith({ "cart.current": () => cartOf("c1", lineOf(milk)) });
  await field();
  const result = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(result.violations.map((violation) => violation.id)).toEqual([]);
});
