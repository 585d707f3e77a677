import type { PrinterProfile } from "../api/generated";
import { noPrinter, PrinterForm } from "../shared/forms/PrinterForm";
import { usePrinterTest } from "../shared/forms/usePrinterTest";

type Props = { profile: PrinterProfile | null; onProfile: (profile: PrinterProfile | null) => void };

export function PrinterStep({ profile, onProfile }: Props) {
  const { outcome, test, reset } = usePrinterTest();
  const shown = profile ?? noPrinter;
  const change = (next: PrinterProfile) => {
    reset();
    onProfile(next.driver.kind === "none" ? null : next);
  };
  return <PrinterForm profile={shown} onProfile={change} onTest={() => test(shown)} outcome={outcome} />;
}
