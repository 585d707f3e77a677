import { type ReactNode, type Ref, useState } from "react";
import { TextField } from "./Field";
import { Keypad } from "./Keypad";

type Props = {
  label: string;
  text: string;
  onText: (text: string) => void;
  third: string;
  before?: ReactNode;
  after?: ReactNode;
  error?: string | null;
  hint?: ReactNode;
  field?: Ref<HTMLInputElement>;
};

/** A figure to type, by keyboard or by finger. The first key replaces what was there. */
export function AmountPad({ text, onText, third, field, ...rest }: Props) {
  const [fresh, setFresh] = useState(true);
  const change = (next: string) => {
    setFresh(false);
    onText(next);
  };
  return (
    <>
      <TextField {...rest} ref={field} figure value={text} onText={change} autoFocus />
      <Keypad
        third={third}
        onKey={(key) => change(fresh ? key : text + key)}
        onBack={() => change(fresh ? "" : text.slice(0, -1))}
      />
    </>
  );
}
