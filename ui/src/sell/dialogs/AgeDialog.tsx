import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AgeNeeded, Cart } from "../../api/generated";
import { ask } from "../../api/queries";
import { formatIsoDate } from "../../shared/format/dates";
import { useSubmit } from "../../shared/forms/useSubmit";
import { failureLine } from "../../shared/i18n/failure";
import { Button } from "../../shared/parts/Button";
import { Dialog } from "../../shared/parts/Dialog";
import { Note } from "../../shared/parts/Small";
import { useShop } from "../../shared/shop";

/** The Enter that put the product on the ticket may bounce: it must not say how old anybody is. */
const bounce = 400;

type Props = { needed: AgeNeeded; onAnswered: (cart: Cart) => void; onClose: () => void };

/** Once a ticket: is she old enough? Who is not goes without what is not for her. */
export function AgeDialog({ needed, onAnswered, onClose }: Props) {
  const { t } = useTranslation();
  const { language } = useShop();
  const { working, failure, run } = useSubmit();
  const since = useRef(Date.now());
  const { age } = needed;
  const answer = (old_enough: boolean) => {
    if (Date.now() - since.current < bounce) return;
    void run(async () => onAnswered(await ask("cart.check_age", { age, old_enough })));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      icon="user"
      width="narrow"
      title={t("sell.age.title", { age })}
      text={t("sell.age.text", { day: formatIsoDate(needed.born_by, language) })}
      onSubmit={() => answer(true)}
      footer={
        <>
          <Button kind="danger" size="l" working={working} onClick={() => answer(false)}>
            {t("sell.age.no")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit autoFocus working={working} keyHint="Enter">
            {t("sell.age.yes")}
          </Button>
        </>
      }
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
