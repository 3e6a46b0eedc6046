import { type FormEvent, useState } from "react";
import type { CaldavCalendar } from "../../../api";
import { problemFields, problemSentence } from "../../../problems";
import { announce } from "../../../ui/announce";
import { Button } from "../../../ui/Button";
import { Check } from "../../../ui/Choice";
import { TextField } from "../../../ui/Field";
import { Note } from "../../../ui/Note";
import { PasswordField } from "../../../ui/PasswordField";
import { Switch } from "../../../ui/Switch";
import classes from "./OutsideScreen.module.css";
import { useAddFound, useFind, wholeAddress } from "./outside";
import { PUBLIC_ADDRESS, SEARCH_ERROR } from "./outside-words";

/** An account on a CalDAV server: its calendars are looked for, then one says which are read. */
export function CaldavForm({ onAdded }: { onAdded: () => void }) {
  const [url, setUrl] = useState("");
  const [userName, setUserName] = useState("");
  const [password, setPassword] = useState("");
  const [wholeDays, setWholeDays] = useState(true);
  const [tried, setTried] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const signIn = userName ? { user_name: userName, ...(password && { password }) } : {};
  // One that was added is not added again when a later one is refused.
  const add = useAddFound((added) => leave(added), onAdded);
  const find = useFind(({ calendars }) => {
    setChosen(calendars.map((calendar) => calendar.url));
    announce(calendars.length > 1 ? `${calendars.length} agendas trouvés` : "Agenda trouvé");
    const [only] = calendars;
    if (only && calendars.length === 1) read([only]);
  });
  const found = find.data?.calendars ?? [];
  const fields = problemFields(find.error);
  const lacks = url.trim() === "";
  const refused = add.error ?? (fields.url ? null : find.error);
  const tooMany = problemFields(add.error).name;

  function leave(url: string) {
    setChosen((urls) => urls.filter((one) => one !== url));
  }
  function read(calendars: readonly CaldavCalendar[]) {
    add.mutate({ calendars, signIn, wholeDays });
  }
  function changed(set: (value: string) => void) {
    return (value: string) => {
      set(value);
      find.reset(); // what was found is of another account
    };
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (lacks || find.isPending || add.isPending) return;
    if (found.length === 0) find.mutate({ url: wholeAddress(url), ...signIn });
    else read(found.filter((calendar) => chosen.includes(calendar.url)));
  }
  return (
    <form className={classes.fields} onSubmit={submit} noValidate>
      <TextField
        label="Adresse"
        value={url}
        onChange={changed(setUrl)}
        placeholder="https://"
        autoComplete="off"
        help="Celle de votre compte suffit, chez Nextcloud ou Apple (caldav.icloud.com) par exemple."
        error={tried && lacks ? "Collez l’adresse du compte." : fields.url && PUBLIC_ADDRESS}
      />
      <TextField label="Identifiant" value={userName} onChange={changed(setUserName)} optional />
      <PasswordField
        label="Mot de passe d’application"
        value={password}
        onChange={changed(setPassword)}
        autoComplete="off"
      />
      {find.data?.error && (
        <Note tone="crit" alert>
          {SEARCH_ERROR[find.data.error]}
        </Note>
      )}
      {found.length > 1 && (
        <fieldset className={classes.found}>
          <legend>Lesquels vous occupent&nbsp;?</legend>
          {found.map((calendar) => (
            <Check
              key={calendar.url}
              checked={chosen.includes(calendar.url)}
              onChange={(checked) =>
                checked ? setChosen((urls) => [...urls, calendar.url]) : leave(calendar.url)
              }
            >
              {calendar.name}
            </Check>
          ))}
        </fieldset>
      )}
      <Switch checked={wholeDays} onChange={setWholeDays}>
        Les journées entières m’occupent
      </Switch>
      {refused && (
        <Note tone="crit" alert>
          {tooMany ?? problemSentence(refused, true)}
        </Note>
      )}
      <Button
        type="submit"
        variant="filled"
        wide
        disabled={found.length > 1 && chosen.length === 0}
        busy={(find.isPending && "Recherche…") || (add.isPending && "Lecture…")}
      >
        {found.length > 1 ? "Ajouter" : "Chercher mes agendas"}
      </Button>
    </form>
  );
}
