import { IconKeyboard } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Agenda } from "../../../api";
import { isProblem } from "../../../problems";
import { dayKey } from "../../../time";
import { Button } from "../../../ui/Button";
import { openingTitle } from "../agenda-words";
import classes from "./Editor.module.css";
import { same } from "./geometry";
import type { Edit, Editor } from "./useEditor";
import { everyWord, hoursWord, leftOutside, placeWord, refusalWord } from "./words";

type EditBarProps = {
  editor: Editor;
  agenda: Agenda;
  days: string[];
  /** Goes on in the form, with these hours. */
  onForm: (edit: Edit) => void;
  /** Gives the time that was drawn to somebody. */
  onGive: (edit: Edit) => void;
  onCloseDay: (edit: Edit) => void;
  onCloseForGood: (edit: Edit) => void;
  onKeys: () => void;
};

/** Under the grid: what is being changed, and the one question left. Nothing, while nothing is. */
export function EditBar(props: EditBarProps) {
  const { editor, agenda, days, onKeys } = props;
  const { edit, problem } = editor;
  if (!edit) {
    return (
      <div className={classes.rest}>
        {problem !== null && <p role="alert">{refusalWord(problem, agenda)}</p>}
        <Button
          variant="quiet"
          size="small"
          aria-label="Au clavier"
          icon={<IconKeyboard size={20} stroke={1.75} aria-hidden="true" />}
          onClick={onKeys}
        />
      </div>
    );
  }
  return (
    <fieldset
      className={classes.bar}
      data-question
      data-refused={edit.phase === "refused" || undefined}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        editor.cancel();
      }}
    >
      <legend className="visually-hidden">{legendOf(edit)}</legend>
      <Said edit={edit} agenda={agenda} days={days} />
      {edit.phase !== "moving" && <Choices key={edit.phase} {...props} edit={edit} />}
    </fieldset>
  );
}

function legendOf({ occurrence, phase }: Edit): string {
  if (phase === "closing") return "Fermer la plage";
  return occurrence ? "Changer la plage" : "Ouvrir du temps";
}

function Said({ edit, agenda, days }: { edit: Edit; agenda: Agenda; days: string[] }) {
  const { occurrence, origin, at, phase, error } = edit;
  if (phase === "refused") return <p role="alert">{refusalWord(error, agenda)}</p>;
  const left = occurrence && phase !== "closing" && leftOutside(occurrence, at, days);
  const before = origin && !same(origin, at) && origin.from !== at.from && hoursWord(origin);
  return (
    <p>
      <b>{placeWord(at, days)}</b>
      <small>
        {[occurrence && openingTitle(occurrence.opening), before && `avant ${before}`, left]
          .filter(Boolean)
          .join(", ")}
        {phase === "closing" && ". Les rendez-vous déjà pris restent."}
      </small>
    </p>
  );
}

/** One day, or all: the only thing that a drag does not say. */
function Choices(props: EditBarProps & { edit: Edit }) {
  const { editor, edit, agenda, days, onForm, onGive, onCloseDay, onCloseForGood } = props;
  const { occurrence, origin, at, phase, error } = edit;
  const first = useRef<HTMLDivElement>(null);
  const byKeys = useRef(document.activeElement?.closest("[data-block]") !== null);
  // After keys, the focus stays on the opening: Enter comes here when the place is right.
  useEffect(() => {
    if (byKeys.current && phase === "asking" && occurrence) return;
    first.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [phase, occurrence]);
  const day = days[at.column] ?? dayKey(occurrence?.starts_at ?? agenda.as_of);
  const every = everyWord(occurrence?.opening ?? null, day);
  const recurring = occurrence?.opening.weekday !== null;
  const busy = phase === "sending" && "Envoi…";
  const unchanged = phase === "asking" && origin !== null && same(at, origin);
  const cancel = (
    <span className={classes.leave}>
      <Button size="small" variant="quiet" disabled={phase === "sending"} onClick={editor.cancel}>
        {phase === "refused" ? "Laisser" : "Annuler"}
      </Button>
    </span>
  );
  if (phase === "refused") {
    const stale = isProblem(error) && error.type === "stale_version";
    return (
      <div ref={first} className={classes.choices} data-choices>
        <Button size="small" variant="filled" onClick={editor.again}>
          {stale ? "Remettre mon changement" : "Réessayer"}
        </Button>
        <Button size="small" onClick={() => onForm(edit)}>
          Régler…
        </Button>
        {cancel}
      </div>
    );
  }
  if (phase === "closing") {
    return (
      <div ref={first} className={classes.choices} data-choices>
        {recurring && editor.mayBeOneDay(edit) && (
          <Button size="small" variant="filled" onClick={() => onCloseDay(edit)}>
            Ce jour seulement
          </Button>
        )}
        <Button size="small" onClick={() => onCloseForGood(edit)}>
          {recurring ? every : "Fermer"}
        </Button>
        {cancel}
      </div>
    );
  }
  if (unchanged) {
    return (
      <div ref={first} className={classes.choices} data-choices>
        <Button size="small" variant="filled" onClick={() => onForm(edit)}>
          Changer…
        </Button>
        {cancel}
      </div>
    );
  }
  return (
    <div ref={first} className={classes.choices} data-choices>
      {recurring && editor.mayBeOneDay(edit) && (
        <Button
          size="small"
          variant="filled"
          busy={edit.scope === "day" && busy}
          onClick={() => editor.keep("day")}
        >
          {occurrence ? "Ce jour seulement" : "Ouvrir ce jour"}
        </Button>
      )}
      {recurring ? (
        <Button
          size="small"
          busy={edit.scope === "every" && busy}
          onClick={() => editor.keep("every")}
        >
          {every}
        </Button>
      ) : (
        <Button size="small" variant="filled" busy={busy} onClick={() => editor.keep("day")}>
          Garder
        </Button>
      )}
      {!occurrence && (
        <Button size="small" onClick={() => onForm(edit)}>
          Régler…
        </Button>
      )}
      {!occurrence && editor.mayBeOneDay(edit) && (
        <Button size="small" onClick={() => onGive(edit)}>
          Donner…
        </Button>
      )}
      {cancel}
    </div>
  );
}
