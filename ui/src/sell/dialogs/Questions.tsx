import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProductHit, ProductSave } from "../../api/generated";
import { ask } from "../../api/queries";
import { OrderDialog } from "../../orders/OrderDialog";
import { ReturnDialog } from "../../returns/ReturnDialog";
import { useSubmit } from "../../shared/forms/useSubmit";
import { failureLine } from "../../shared/i18n/failure";
import { Icon, iconOr } from "../../shared/icons/Icon";
import { useKeys } from "../../shared/keyboard/keys";
import { Button } from "../../shared/parts/Button";
import { Dialog } from "../../shared/parts/Dialog";
import { Note, tintStyle } from "../../shared/parts/Small";
import { useShop } from "../../shared/shop";
import type { Question, Till } from "../till";
import { freeLineOf, type QuickProduct, QuickProductDialog } from "./FreeDialog";

type Of<K extends Question["kind"]> = Extract<Question, { kind: K }>;

/** Codes that came while this was open are safe behind it. */
function Behind({ waiting }: { waiting: number }) {
  const { t } = useTranslation();
  return waiting > 0 ? <Note icon="scan">{t("question.waiting", { count: waiting })}</Note> : null;
}

function newProduct({ name, price, taxClass }: QuickProduct, code: string): ProductSave {
  return {
    id: null,
    name,
    sku: "",
    barcodes: [code],
    unit: "piece",
    price,
    cost: null,
    tax_class: taxClass,
    category: null,
    favourite: false,
    active: true,
    track_stock: false,
    min_stock: null,
    minimum_age: null,
    warning: "",
    opening_stock: null,
  };
}

type UnknownProps = { question: Of<"unknown">; waiting: number; till: Till; mayCreate: boolean };

function Unknown({ question, waiting, till, mayCreate }: UnknownProps) {
  const { t } = useTranslation();
  const [stage, setStage] = useState<"ask" | "create" | "free">("ask");
  const first = useRef<HTMLButtonElement>(null);
  const { code, quantity } = question;
  const close = () => till.dismiss();
  useKeys({ F7: () => setStage("free") }, { inModal: true, enabled: stage === "ask" });

  const create = (product: QuickProduct) =>
    till.settle(async () => {
      await ask("products.save", newProduct(product, code));
      return ask("cart.scan", { code, quantity });
    });
  const free = (product: QuickProduct) =>
    till.settle(() => ask("cart.add_free", freeLineOf(product, code, quantity)));

  if (stage === "create") {
    return (
      <QuickProductDialog
        title={t("question.createTitle")}
        text={t("question.createText", { code })}
        label={t("question.createAndAdd")}
        onSend={create}
        onClose={close}
      />
    );
  }
  if (stage === "free") {
    return (
      <QuickProductDialog
        title={t("question.freeTitle")}
        text={t("question.freeCodeText", { code })}
        label={t("question.freeAdd")}
        onSend={free}
        onClose={close}
      />
    );
  }
  const misread = question.wrongCheckDigit;
  return (
    <Dialog
      open
      leads
      onClose={close}
      icon="scan"
      first={first}
      title={t(misread ? "question.checkDigitTitle" : "question.unknownTitle")}
      text={t(misread ? "question.checkDigitText" : "question.unknownText", { code })}
      footer={
        <>
          {mayCreate && !misread && (
            <Button ref={first} kind="primary" size="l" keyHint="↵" onClick={() => setStage("create")}>
              {t("question.create")}
            </Button>
          )}
          <Button
            ref={mayCreate || misread ? undefined : first}
            size="l"
            keyHint="F7"
            onClick={() => setStage("free")}
          >
            {t("question.sellWithout")}
          </Button>
          <span className="grow" />
          <Button
            ref={misread ? first : undefined}
            kind={misread ? "primary" : "quiet"}
            size="l"
            keyHint="Esc"
            onClick={close}
          >
            {t("common.close")}
          </Button>
        </>
      }
    >
      {waiting > 0 && <Behind waiting={waiting} />}
    </Dialog>
  );
}

type InactiveProps = { question: Of<"inactive">; waiting: number; till: Till; mayCreate: boolean };

function Inactive({ question, waiting, till, mayCreate }: InactiveProps) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const { product, quantity } = question;
  const close = () => till.dismiss();
  const reactivate = () =>
    void run(() =>
      till.settle(async () => {
        const { stock: _, ...kept } = await ask("products.get", { id: product.id });
        await ask("products.save", { ...kept, active: true, opening_stock: null });
        return ask("cart.add", { product: product.id, quantity });
      }),
    );
  return (
    <Dialog
      open
      onClose={close}
      icon="alert"
      title={t("question.inactiveTitle", { name: product.name })}
      text={t("question.inactiveText")}
      footer={
        <>
          {mayCreate && (
            <Button kind="primary" size="l" working={working} keyHint="↵" onClick={reactivate} autoFocus>
              {t("question.reactivate")}
            </Button>
          )}
          <span className="grow" />
          <Button kind="quiet" size="l" keyHint="Esc" onClick={close}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      {(failure || waiting > 0) && (
        <>
          {failure && (
            <Note tone="da" icon="alert">
              {failureLine(failure)}
            </Note>
          )}
          <Behind waiting={waiting} />
        </>
      )}
    </Dialog>
  );
}

export function HitButton({ hit, onPick }: { hit: ProductHit; onPick: () => void }) {
  const { price } = useShop();
  return (
    <button type="button" className="hit" style={tintStyle(hit.tint)} onClick={onPick}>
      <span className="ci">
        <Icon name={iconOr(hit.icon)} size={22} />
      </span>
      <span className="grow">
        <b className="blk el">{hit.name}</b>
        <span className="t13 i3">{hit.sku}</span>
      </span>
      <b className="t17">{price(hit.price)}</b>
    </button>
  );
}

function Choose({ question, till }: { question: Of<"choose">; till: Till }) {
  const { t } = useTranslation();
  const { failure, run } = useSubmit();
  const { code, products, quantity } = question;
  const pick = (hit: ProductHit) =>
    void run(() => till.settle(() => ask("cart.add", { product: hit.id, quantity })));
  return (
    <Dialog
      open
      onClose={() => till.dismiss()}
      icon="scan"
      title={t("question.chooseTitle")}
      text={t("question.chooseText", { code })}
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <div className="hits">
        {products.map((hit) => (
          <HitButton key={hit.id} hit={hit} onPick={() => pick(hit)} />
        ))}
      </div>
    </Dialog>
  );
}

type Props = { question: Question | null; waiting: number; till: Till; mayCreate: boolean };

/** What a code can ask before it goes on the ticket. */
export function Questions({ question, ...rest }: Props) {
  if (!question) return null;
  const key = question.code;
  if (question.kind === "unknown") return <Unknown key={key} question={question} {...rest} />;
  if (question.kind === "inactive") return <Inactive key={key} question={question} {...rest} />;
  if (question.kind === "order")
    return <OrderDialog key={key} id={question.order} onClose={() => rest.till.dismiss()} />;
  if (question.kind === "receipt") {
    const { till } = rest;
    return (
      <ReturnDialog
        key={key}
        sale={question.sale}
        receipt={question.receipt}
        onReturned={(cart) => till.returned(cart)}
        onClose={() => till.dismiss()}
      />
    );
  }
  return <Choose key={key} question={question} till={rest.till} />;
}
