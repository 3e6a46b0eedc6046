import { type FormEvent, useState } from "react";
import type { OutsideCalendar } from "../../../api";
import { problemFields } from "../../../problems";
import { announce } from "../../../ui/announce";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { PasswordField } from "../../../ui/PasswordField";
import { Refusal } from "../../../ui/Refusal";
import { Sheet } from "../../../ui/Sheet";
import { Switch } from "../../../ui/Switch";
import classes from "./OutsideScreen.module.css";
import { useReplace, wholeAddress } from "./outside";
import { PUBLIC_ADDRESS } from "./outside-words";

type EditSheetProps = { calendar: OutsideCalendar; onClose: () => void };

/** What one changes of an agenda: an address or a password that is left empty stays as it is. */
export function EditSheet({ calendar, onClose }: EditSheetProps) {
  const [name, setName] = useState(calendar.name);
  const [url, setUrl] = useState("");
  const [userName, setUserName] = useState(calendar.user_name ?? "");
  const [password, setPassword] = useState("");
  const [wholeDays, setWholeDays] = useState(calendar.all_day_busy);
  const replace = useReplace(() => {
    announce("Agenda modifié");
    onClose();
  });
  const fields = problemFields(replace.error);
  const { kind, host } = calendar;
  const byFile = kind === "ics_file";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (replace.isPending || name.trim() === "") return;
    const address = url.trim() && { url: wholeAddress(url) };
    const signIn = kind === "caldav" && {
      ...(userName.trim() && { user_name: userName.trim() }),
      ...(password && { password }),
    };
    replace.mutate({
      calendar,
      input: { kind, name: name.trim(), all_day_busy: wholeDays, ...address, ...signIn },
    });
  }
  return (
    <Sheet title={`Modifier ${calendar.name}`} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextField
          label="Nom pour vous"
          value={name}
          onChange={setName}
          error={name.trim() === "" ? "Donnez-lui un nom." : fields.name}
        />
        {!byFile && (
          <TextField
            label="Nouvelle adresse"
            value={url}
            onChange={setUrl}
            placeholder="https://"
            autoComplete="off"
            optional
            help={
              kind === "caldav"
                ? `Celle de l’agenda lui-même. Vide, il se lit toujours chez ${host}. Chez un autre, redonnez le mot de passe.`
                : `Vide, il se lit toujours chez ${host}.`
            }
            error={fields.url && PUBLIC_ADDRESS}
          />
        )}
        {kind === "caldav" && (
          <>
            <TextField label="Identifiant" value={userName} onChange={setUserName} />
            <PasswordField
              label="Nouveau mot de passe d’application"
              value={password}
              onChange={setPassword}
              autoComplete="off"
            />
          </>
        )}
        {!byFile && (
          <Switch checked={wholeDays} onChange={setWholeDays}>
            Les journées entières m’occupent
          </Switch>
        )}
        <Refusal typed error={!fields.url && !fields.name && replace.error} />
        <Button type="submit" variant="filled" wide busy={replace.isPending && "Enregistrement…"}>
          Enregistrer
        </Button>
      </form>
    </Sheet>
  );
}
