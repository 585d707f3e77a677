import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { Select } from "@base-ui/react/select";
import { Switch } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";
import { Icon } from "../icons/Icon";

export type Option<V> = { value: V; label: string; icon?: ReactNode };

type SegmentedProps<V> = { label: string; value: V; options: Option<V>[]; onValue: (value: V) => void };

/** Few options, all seen at once. */
export function Segmented<V extends string | number>({ label, value, options, onValue }: SegmentedProps<V>) {
  return (
    <RadioGroup className="seg" aria-label={label} value={value} onValueChange={(next) => onValue(next as V)}>
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          nativeButton
          aria-label={option.label}
          render={<button type="button" />}
        >
          {option.icon}
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

type SelectProps<V> = {
  label: string;
  value: V;
  options: Option<V>[];
  onValue: (value: V) => void;
  hideLabel?: boolean;
  error?: string | null;
};

export function SelectField<V extends string | number | null>(props: SelectProps<V>) {
  const { label, value, options, onValue, hideLabel, error } = props;
  const id = useId();
  const shown = options.find((option) => option.value === value)?.label ?? "";
  // A choice that leaves the list is told as null, which nobody has chosen.
  const take = (next: unknown) => {
    const chosen = options.find((option) => option.value === next);
    if (chosen) onValue(chosen.value);
  };
  return (
    <div className="field">
      <span className={hideLabel ? "sr" : "lab"} id={id}>
        {label}
      </span>
      <Select.Root value={value} onValueChange={take} modal={false}>
        <Select.Trigger className={error ? "inp is-err" : "inp"} aria-labelledby={id}>
          <Select.Value className="el">{shown}</Select.Value>
          <Icon name="down" size={18} className="i3" />
        </Select.Trigger>
        <Select.Portal>
          <Select.Positioner className="pop-pos over" sideOffset={6} alignItemWithTrigger={false}>
            <Select.Popup className="pop">
              {options.map((option) => (
                <Select.Item key={String(option.value)} value={option.value} className="item">
                  {option.icon}
                  <Select.ItemText>{option.label}</Select.ItemText>
                </Select.Item>
              ))}
            </Select.Popup>
          </Select.Positioner>
        </Select.Portal>
      </Select.Root>
      {error && (
        <div className="hint err" role="alert">
          <Icon name="alert" size={16} />
          {error}
        </div>
      )}
    </div>
  );
}

type SwitchProps = {
  label: ReactNode;
  hint?: string;
  checked: boolean;
  onChecked: (checked: boolean) => void;
};

export function SwitchField({ label, hint, checked, onChecked }: SwitchProps) {
  const id = useId();
  return (
    <label className="switch" htmlFor={id}>
      <Switch.Root
        id={id}
        className="track"
        checked={checked}
        onCheckedChange={onChecked}
        nativeButton
        render={<button type="button" />}
      >
        <Switch.Thumb className="thumb" />
      </Switch.Root>
      <span>
        <span className="w5 blk">{label}</span>
        {hint && <span className="t13 i3 blk">{hint}</span>}
      </span>
    </label>
  );
}
