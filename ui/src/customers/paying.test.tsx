import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { CustomerView, Id } from "../api/generated";
import { failure, openPart } from "../test/door";
import { PayAccountDialog } from "./AccountDialogs";

const rosa: CustomerView = {
  id: "rosa",
  contact: { name: "Rosa", phone: "", email: "", address: "", note: "", warning: "" },
  fiscal: { tax_id: "", tax_name: "" },
  active: true,
  terms: null,
  balance: 1900,
  free: null,
  overdue: 0,
  points: null,
  open: [],
  statement: [],
  visits: 1,
  last_visit_ms: null,
  last_sale: null,
  favourites: [],
};

it("takes a payment once, also when its answer was lost and the dialog was opened again", async () => {
  const asked: Id[] = [];
  let lost = true;
  const pay = async () => {
    const part = <PayAccountDialog view={rosa} onDone={() => {}} onClose={() => {}} />;
    const opened = openPart(part, {
      "accounts.pay": ({ id }: { id: Id }) => {
        asked.push(id);
        if (lost) throw failure("commit_unknown");
        return { id, number: "AR-000001", amount: 1900, balance: 0, print_job: null };
      },
    });
    const before = asked.length;
    fireEvent.click(await screen.findByRole("button", { name: /Recibir pago/ }));
    await waitFor(() => expect(asked.length).toBe(before + 1));
    return opened;
  };
  const first = await pay();
  first.unmount();
  lost = false;
  const second = await pay();
  await screen.findByText(/Pago AR-000001/);
  second.unmount();
  const third = await pay();
  third.unmount();
  expect(asked[1]).toBe(asked[0]);
  expect(asked[2]).not.toBe(asked[1]);
});
