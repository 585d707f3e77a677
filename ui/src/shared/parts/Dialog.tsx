import { Dialog as Base } from "@base-ui/react/dialog";
import type { FormEvent, ReactNode, RefObject } from "react";
import { Icon } from "../icons/Icon";
import type { IconName } from "../icons/shapes";
import { useModal } from "./modals";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  text?: ReactNode;
  icon?: IconName;
  width?: "narrow" | "normal" | "wide";
  footer?: ReactNode;
  children?: ReactNode;
  first?: RefObject<HTMLElement | null>;
  alert?: boolean;
  /** Another dialog follows at once: the focus must not go back in between. */
  leads?: boolean;
  /** The dialog is a form: Enter in a field does what its main button does. */
  onSubmit?: () => void;
};

/** Title: what happened. Text: what is safe. Footer: what to do. Esc closes, never confirms. */
export function Dialog(props: Props) {
  const {
    open,
    onClose,
    title,
    text,
    icon,
    width = "normal",
    footer,
    children,
    first,
    alert,
    leads,
    onSubmit,
  } = props;
  useModal(open);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog above another one is inside it for React: its Enter is not the other's.
    event.stopPropagation();
    onSubmit?.();
  };
  const content = (
    <>
      <header>
        {icon && <Icon name={icon} size={24} />}
        <div className="grow">
          <Base.Title>{title}</Base.Title>
          {text && <Base.Description>{text}</Base.Description>}
        </div>
      </header>
      {children && <div className="body scroll">{children}</div>}
      {footer && <footer>{footer}</footer>}
    </>
  );
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()} disablePointerDismissal>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          className={`dlg ${width}`}
          initialFocus={first}
          finalFocus={leads ? false : undefined}
          role={alert ? "alertdialog" : "dialog"}
        >
          {onSubmit ? (
            <form onSubmit={submit} noValidate>
              {content}
            </form>
          ) : (
            content
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
