import { useRef } from "react";
import { Button, type ButtonKind, type ButtonSize } from "../shared/parts/Button";

type Props = {
  label: string;
  kind?: ButtonKind;
  size?: ButtonSize;
  working?: boolean;
  onFile: (file: File) => void;
};

/** The browser's own way to choose a file, behind a button of ours. */
export function FileButton({ label, kind, size, working, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind={kind} size={size} working={working} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        className="file"
        accept=".csv,.txt,.tsv"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was mended.
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
