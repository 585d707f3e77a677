import { useTranslation } from "react-i18next";
import type { Cart, CartLine, ProductHit } from "../api/generated";
import { ChooseDialog } from "../customers/ChooseDialog";
import { WithoutReceiptDialog } from "../returns/WithoutReceiptDialog";
import { showToast } from "../shared/parts/toasts";
import { DiscardDialog } from "./dialogs/DiscardDialog";
import { FreeDialog } from "./dialogs/FreeDialog";
import { DiscountDialog, NoteDialog, PriceDialog, WeighDialog } from "./dialogs/LineDialogs";
import { PriceCheckDialog } from "./dialogs/PriceCheckDialog";
import type { Till } from "./till";

export type Panel =
  | { kind: "price"; line: CartLine }
  | { kind: "note"; line: CartLine }
  | { kind: "discount"; line: CartLine | null; target: "line" | "ticket" }
  | { kind: "return"; line: CartLine }
  | { kind: "weigh"; product: ProductHit }
  | { kind: "free"; name: string }
  | { kind: "customer" }
  | { kind: "check" }
  | { kind: "discard" };

type Props = { panel: Panel; cart: Cart; till: Till; onClose: () => void; onPick: (hit: ProductHit) => void };

/** The dialogs that a cashier opens. */
export function Panels({ panel, cart, till, onClose, onPick }: Props) {
  const { t } = useTranslation();
  switch (panel.kind) {
    case "price":
      return (
        <PriceDialog
          line={panel.line}
          onChange={(change, approval) => till.change(panel.line.id, change, approval)}
          onClose={onClose}
        />
      );
    case "note":
      return (
        <NoteDialog
          line={panel.line}
          onChange={(change) => till.change(panel.line.id, change)}
          onClose={onClose}
        />
      );
    case "discount": {
      const { line } = panel;
      return (
        <DiscountDialog
          cart={cart}
          line={line}
          target={panel.target}
          onApply={(target, discount, approval) =>
            target === "line" && line
              ? till.change(line.id, { discount }, approval)
              : till.discount(discount, approval)
          }
          onClose={onClose}
        />
      );
    }
    case "return":
      return (
        <WithoutReceiptDialog
          line={panel.line}
          onReturn={(how) => till.returnWithout(panel.line.id, how)}
          onClose={onClose}
        />
      );
    case "weigh":
      return (
        <WeighDialog
          product={panel.product}
          onAdd={(quantity) => till.add(panel.product, quantity)}
          onClose={onClose}
        />
      );
    case "free":
      return <FreeDialog name={panel.name} onAdd={(line) => till.addFree(line)} onClose={onClose} />;
    case "customer":
      return <ChooseDialog cart={cart} onChosen={(next) => till.replaced(next)} onClose={onClose} />;
    case "check":
      return <PriceCheckDialog onAdd={onPick} onClose={onClose} />;
    case "discard":
      return (
        <DiscardDialog
          cart={cart}
          onDiscard={async (reason) => {
            await till.discard(reason);
            showToast({ tone: "done", title: t("sell.discarded") });
          }}
          onClose={onClose}
        />
      );
  }
}
