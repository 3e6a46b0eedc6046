import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { OutsideCalendar } from "../../../api";
import { useServerNow } from "../../../clock";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { Page } from "../../../ui/Page";
import { Refusal } from "../../../ui/Refusal";
import { Skeletons } from "../../../ui/Skeletons";
import { StatusShape } from "../../../ui/StatusShape";
import { undoable } from "../../../undo";
import { AddSheet } from "./AddSheet";
import { EditSheet } from "./EditSheet";
import { FeedCard } from "./FeedCard";
import { FilePick } from "./FilePick";
import classes from "./OutsideScreen.module.css";
import { useForget, useOutsideCalendars, useRefresh, useReplaceFile } from "./outside";
import { CALENDAR_ERROR, CALENDAR_KIND, keptWord, readWord, unreadWord } from "./outside-words";

/** The agendas that I keep elsewhere: read here for their busy hours, and given my appointments. */
export function OutsideScreen() {
  const { data: calendars, error } = useOutsideCalendars();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<readonly string[]>([]);
  const forget = useForget();
  const refused = forget.error ?? (calendars ? null : error);

  function remove(calendar: OutsideCalendar) {
    const back = () => setLeaving((ids) => ids.filter((id) => id !== calendar.id));
    setLeaving((ids) => [...ids, calendar.id]);
    undoable({
      sentence: `${calendar.name} n’est plus lu`,
      commit: (leaving) => forget.mutate({ ...calendar, leaving }, { onSettled: back }),
      revert: back,
    });
  }
  const shown = calendars?.filter(({ id }) => !leaving.includes(id));
  return (
    <Page title="Mes agendas" column back={<BackLink to="/moi" />}>
      <Refusal error={refused} />
      <div className={classes.root}>
        <section className={classes.card} aria-labelledby="lus">
          <h2 id="lus">Lus ici</h2>
          <p className={classes.help}>
            Une heure prise dans un de vos agendas ne se donne plus ici. Seules les heures sont
            lues, ni les titres ni les personnes.
          </p>
          {!shown && !error && <Skeletons shape="row" count={2} />}
          {shown && shown.length > 0 && (
            <ul className={classes.list}>
              {shown.map((calendar) => (
                <Line key={calendar.id} calendar={calendar} onRemove={() => remove(calendar)} />
              ))}
            </ul>
          )}
          <Button
            variant={shown?.length === 0 ? "filled" : "default"}
            icon={<IconPlus size={20} stroke={1.75} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            Ajouter un agenda
          </Button>
        </section>
        <FeedCard />
      </div>
      {adding && <AddSheet onClose={() => setAdding(false)} />}
    </Page>
  );
}

type LineProps = { calendar: OutsideCalendar; onRemove: () => void };

function Line({ calendar, onRemove }: LineProps) {
  const now = useServerNow();
  const refresh = useRefresh();
  const replace = useReplaceFile();
  const { name, kind, host, state, last_error } = calendar;
  const [editing, setEditing] = useState(false);
  const unread = unreadWord(calendar);
  const kept = keptWord(calendar);
  const refused = refresh.error ?? replace.error;
  return (
    <li>
      <p className={classes.name}>
        <b>{name}</b>
        <span>{host ?? CALENDAR_KIND[kind]}</span>
      </p>
      <p className={classes.state}>
        <StatusShape shape={state === "read" ? "agreed" : state === "failing" ? "crit" : "wait"} />
        {readWord(calendar, now)}
      </p>
      {last_error && <p className={classes.wrong}>{CALENDAR_ERROR[last_error]}</p>}
      {kept && <p className={classes.help}>{kept}</p>}
      {unread && <p className={classes.help}>{unread}</p>}
      <Refusal error={refused} />
      <div className={classes.acts}>
        {kind === "ics_file" ? (
          <FilePick
            onPick={(chosen) =>
              void chosen.text().then((file) => replace.mutate({ calendar, file }))
            }
          >
            Fichier plus récent
          </FilePick>
        ) : (
          <Button
            size="small"
            aria-label={`Relire ${name}`}
            busy={refresh.isPending && "Lecture…"}
            onClick={() => refresh.mutate(calendar.id)}
          >
            Relire
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          aria-label={`Modifier ${name}`}
          onClick={() => setEditing(true)}
        >
          Modifier
        </Button>
        <Button size="small" variant="quiet" aria-label={`Ne plus lire ${name}`} onClick={onRemove}>
          Ne plus lire
        </Button>
      </div>
      {editing && <EditSheet calendar={calendar} onClose={() => setEditing(false)} />}
    </li>
  );
}
