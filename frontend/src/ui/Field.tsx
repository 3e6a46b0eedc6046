import { Textarea, TextInput, type TextInputProps } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Field.module.css";

/** How every field looks, and in which order its parts stand. */
export const STYLED = {
  label: classes.label,
  description: classes.help,
  error: classes.error,
  input: classes.input,
};
export const ORDER: TextInputProps["inputWrapperOrder"] = [
  "label",
  "input",
  "description",
  "error",
];

/** What every field takes. */
export type Common = {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  help?: ReactNode;
  /** One sentence that says what to do: "Il manque 2 chiffres." */
  error?: string | null;
  name?: string;
  /** Where an error of the summary leads. */
  id?: string;
  optional?: boolean;
  onBlur?: () => void;
};

function labelled(label: ReactNode, optional: boolean | undefined): ReactNode {
  if (!optional) return label;
  return (
    <>
      {label} <span className={classes.optional}>facultatif</span>
    </>
  );
}

/** What is wrong, as one sentence under the field. */
export function sentence(error: string | null | undefined): ReactNode {
  if (!error) return null;
  return (
    <span className={classes.sentence}>
      <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
      {error}
    </span>
  );
}

type TextFieldProps = Common & {
  /** Brings the right keyboard on a phone. */
  kind?: "text" | "email" | "tel" | "numeric";
  autoComplete?: string;
  placeholder?: string;
  icon?: ReactNode;
  /** After the text, inside the border: "5 ans". */
  aside?: ReactNode;
  /** A list of suggestions goes with it: its id, whether it shows, and the line the arrows are on. */
  combobox?: { list: string; open: boolean; active?: string | null };
};

const KEYBOARD = {
  text: { type: "text", inputMode: "text" },
  email: { type: "email", inputMode: "email" },
  tel: { type: "tel", inputMode: "tel" },
  numeric: { type: "text", inputMode: "numeric" },
} as const;

/** A line of text: label, input, help, error, in that order. */
export function TextField(props: TextFieldProps) {
  const { label, onChange, help, error, kind = "text", optional, icon, aside, ...others } = props;
  const { combobox, ...rest } = others;
  return (
    <TextInput
      {...rest}
      {...(combobox && {
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": combobox.open,
        "aria-controls": combobox.list,
        "aria-activedescendant": combobox.active ?? undefined,
      })}
      {...KEYBOARD[kind]}
      label={labelled(label, optional)}
      description={help}
      error={sentence(error)}
      leftSection={icon}
      rightSection={aside}
      rightSectionWidth={aside ? "auto" : undefined}
      rightSectionProps={{ className: classes.aside }}
      inputWrapperOrder={ORDER}
      classNames={STYLED}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A date typed with digits only, `12/03/2021`; the slashes come by themselves. */
export function DateField(props: TextFieldProps) {
  return (
    <TextField
      placeholder="jj/mm/aaaa"
      {...props}
      kind="numeric"
      onChange={(text) => props.onChange(slashed(text))}
    />
  );
}

/** `12032021` or `12/3/2021` as `12/03/2021`; what is not finished stays as typed. */
export function slashed(text: string): string {
  const spelled = text.replace(
    /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/,
    (_, dayNumber: string, month: string, year: string) =>
      dayNumber.padStart(2, "0") + month.padStart(2, "0") + year,
  );
  if (
    /^\d{1,2}[/. -]$|^\d{1,2}[/. -]\d{0,2}[/. -]?\d{0,3}$/.test(spelled) &&
    /[/. -]/.test(spelled)
  )
    return spelled.replace(/[. -]/g, "/");
  const digits = spelled.replace(/\D/g, "").slice(0, 8);
  return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter(Boolean).join("/");
}

/** A French phone number, written by pairs once the field is left. */
export function PhoneField(props: TextFieldProps) {
  return (
    <TextField
      autoComplete="off"
      {...props}
      kind="tel"
      onBlur={() => {
        props.onChange(paired(props.value));
        props.onBlur?.();
      }}
    />
  );
}

/** `0639985723` as `06 39 98 57 23`; any other form is left as typed. */
export function paired(phone: string): string {
  const digits = phone.replace(/[\s.-]/g, "");
  return /^0\d{9}$/.test(digits) ? (digits.match(/\d\d/g)?.join(" ") ?? phone) : phone;
}

type NoteFieldProps = Common & { max: number; rows?: number };

/** A short free text, with what is left of it. */
export function NoteField(props: NoteFieldProps) {
  const { label, onChange, help, error, optional, max, rows = 2, value, ...rest } = props;
  return (
    <div className={classes.note}>
      <Textarea
        {...rest}
        value={value}
        label={labelled(label, optional)}
        description={help}
        error={sentence(error)}
        maxLength={max}
        rows={rows}
        inputWrapperOrder={ORDER}
        classNames={{ ...STYLED, input: classes.area }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <span className={classes.count} aria-hidden="true">
        {value.length} sur {max}
      </span>
    </div>
  );
}
