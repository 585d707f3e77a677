import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Currency, Language, Money, Quantity, Rate, Shop, UnitPrice } from "../api/generated";
import * as dates from "./format/dates";
import { formatMoney, formatRate, formatShort, formatUnitPrice } from "./format/money";
import { formatQuantity } from "./format/quantity";

/** The shop's own way of writing things, for every screen after the login. */
export type ShopFormat = {
  shop: Shop;
  currency: Currency;
  language: Language;
  money: (value: Money) => string;
  short: (value: Money) => string;
  price: (value: UnitPrice) => string;
  quantity: (value: Quantity) => string;
  rate: (value: Rate) => string;
  time: (ms: number) => string;
  dateTime: (ms: number) => string;
};

const Context = createContext<ShopFormat | null>(null);

function build(shop: Shop, language: Language): ShopFormat {
  const { currency, time_zone: zone } = shop;
  return {
    shop,
    currency,
    language,
    money: (value) => formatMoney(value, currency),
    short: (value) => formatShort(value, currency),
    price: (value) => formatUnitPrice(value, currency),
    quantity: (value) => formatQuantity(value, currency),
    rate: (value) => formatRate(value, currency, language),
    time: (ms) => dates.formatTime(ms, language, zone),
    dateTime: (ms) => dates.formatDateTime(ms, language, zone),
  };
}

type Props = { shop: Shop; language: Language; children: ReactNode };

export function ShopProvider({ shop, language, children }: Props) {
  const value = useMemo(() => build(shop, language), [shop, language]);
  return <Context value={value}>{children}</Context>;
}

export function useShop(): ShopFormat {
  const value = useContext(Context);
  if (!value) throw new Error("no shop here");
  return value;
}
