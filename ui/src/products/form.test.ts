import { expect, it } from "vitest";
import type { Currency } from "../api/generated";
import { checkForm, newForm } from "./form";

const mx: Currency = {
  code: "MXN",
  symbol: "$",
  decimals: 2,
  decimal_mark: ".",
  group_mark: ",",
  symbol_first: true,
  symbol_space: false,
  denominations: [],
};

it("turns what is typed into integers", () => {
  const form = { ...newForm("iva16"), name: " Leche ", price: "28.50", min_stock: "3", opening_stock: "12" };
  expect(checkForm(form, mx).save).toMatchObject({
    name: "Leche",
    price: 285000,
    cost: null,
    min_stock: 3000,
    opening_stock: 12000,
  });
});

it("says which field cannot be read", () => {
  const form = { ...newForm("iva16"), price: "mucho", cost: "x", min_stock: "y" };
  expect(checkForm(form, mx).problems).toEqual({
    name: "question.needName",
    price: "products.badPrice",
    cost: "products.badPrice",
    min_stock: "products.badQuantity",
  });
});

it("opens no stock twice, and none that is not counted", () => {
  const form = { ...newForm("iva16"), name: "Pan", price: "3", opening_stock: "5", min_stock: "1" };
  expect(checkForm({ ...form, id: "x" }, mx).save?.opening_stock).toBeNull();
  expect(checkForm({ ...form, track_stock: false }, mx).save).toMatchObject({
    opening_stock: null,
    min_stock: null,
  });
});
