import { useRef } from "react";
import { Button, type ButtonKind, type ButtonSize } from "./Button";
import "./file-button.css";

type Props = {
  label: string;
  /** Endings of the files that are offered. */
  accept: string;
  kind?: ButtonKind;
  size?: ButtonSize;
  working?: boolean;
  onFile: (file: File) => void;
};

/** The browser's own way to choose a file, behind a button of ours. */
export function FileButton({ label, accept, kind, size, working, onFile }: Props) {
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
        accept={accept}
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
