import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from "react";
import { Icon } from "../icons/Icon";

type FrameProps = {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  children: ReactNode;
};

export function FieldFrame({ id, label, hint, error, children }: FrameProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error ? (
        <div className="hint err" id={`${id}-hint`} role="alert">
          <Icon name="alert" size={16} />
          {error}
        </div>
      ) : (
        hint && (
          <div className="hint" id={`${id}-hint`}>
            {hint}
          </div>
        )
      )}
    </div>
  );
}

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "prefix"> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  onText: (text: string) => void;
  before?: ReactNode;
  after?: ReactNode;
  figure?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** One line of text; as a figure it sits right and big, with its unit beside it. */
export function TextField({ label, hint, error, onText, before, after, figure, ...rest }: Props) {
  const made = useId();
  const id = rest.id ?? made;
  const names = ["inp", error ? "is-err" : "", figure ? "is-fig" : ""].filter(Boolean).join(" ");
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <div className={names}>
        {before && <span className="unit">{before}</span>}
        <input
          autoComplete="off"
          spellCheck={false}
          type="text"
          inputMode={figure ? "decimal" : undefined}
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-hint` : undefined}
          onChange={(event) => onText(event.target.value)}
          onFocus={(event) => {
            if (figure) event.target.select();
            rest.onFocus?.(event);
          }}
        />
        {after && <span className="unit">{after}</span>}
      </div>
    </FieldFrame>
  );
}

type AreaProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  value: string;
  rows?: number;
  onText: (text: string) => void;
  maxLength?: number;
};

export function AreaField({ label, hint, error, value, rows = 2, onText, maxLength }: AreaProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <div className={error ? "inp is-err" : "inp"}>
        <textarea
          id={id}
          rows={rows}
          value={value}
          maxLength={maxLength}
          onChange={(event) => onText(event.target.value)}
        />
      </div>
    </FieldFrame>
  );
}
