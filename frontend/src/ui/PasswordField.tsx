import { PasswordInput } from "@mantine/core";
import { type Common, ORDER, STYLED, sentence } from "./Field";
import classes from "./Field.module.css";

/** A password, which can be shown. */
export function PasswordField(props: Common & { autoComplete: string }) {
  const { label, onChange, help, error, optional: _required, ...rest } = props;
  return (
    <PasswordInput
      {...rest}
      label={label}
      description={help}
      error={sentence(error)}
      inputWrapperOrder={ORDER}
      classNames={{ ...STYLED, innerInput: classes.inner, visibilityToggle: classes.toggle }}
      visibilityToggleButtonProps={{ "aria-label": "Afficher le mot de passe", tabIndex: 0 }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
