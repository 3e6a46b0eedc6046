import { useEffect, useRef, useState } from "react";
import { onServer, useServerNow } from "../../clock";
import { problemSentence } from "../../problems";
import { useFocusedPage, usePhoneAccount, useSidebarAsRail } from "../../ui/AppShell";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import { BookPanel, NOTHING_TYPED } from "./BookPanel";
import { type Chosen, Lines } from "./Lines";
import { ledTo } from "./landing";
import classes from "./Regulation.module.css";
import { useAvailability, useCommunes, useGone, type Wanted } from "./regulation";
import { SearchBar } from "./SearchBar";
import { useKept } from "./useKept";
import { readAt, regulationHours } from "./words";

type RegulationScreenProps = {
  /** What the address says; the commune is the first of the territory when it does not. */
  asked: Omit<Wanted, "commune"> & { commune: string | null };
  /** The slot that the national platform led to: taken at once, if it is still free. */
  slotId: string | null;
  onSearch: (wanted: Wanted) => void;
  onSlot: () => void;
};

/** Who can see somebody, today, tomorrow and the day after; a tap keeps a time, the panel books it. */
export function RegulationScreen({ asked, slotId, onSearch, onSlot }: RegulationScreenProps) {
  useSidebarAsRail(true);
  const account = usePhoneAccount();
  const now = useServerNow();
  const communes = useCommunes().data?.communes ?? [];
  const commune = asked.commune ?? communes[0]?.insee ?? null;
  const wanted = commune === null ? null : { ...asked, commune };
  const { data, error, dataUpdatedAt } = useAvailability(wanted, slotId !== null);
  const [day, setDay] = useState(0);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const kept = useKept();
  useFocusedPage(chosen !== null);
  const gone = useGone(data, JSON.stringify(wanted), chosen?.choice.slotId ?? null);

  function take(next: Chosen) {
    setChosen(next);
    kept.take(next.choice.slotId);
  }

  function leave() {
    setChosen(null);
    kept.giveBack();
  }

  const landed = useRef(false);
  const led = slotId === null ? null : ledTo(data, slotId, asked.professionalId);
  useEffect(() => {
    if (landed.current || led === null) return;
    landed.current = true;
    take(led);
    onSlot();
  });

  const hours = data && regulationHours(data.regulation_until, data.regulation_from, now);
  return (
    <div className={classes.root} data-panel={chosen !== null || undefined}>
      <title>Disponibilités · Maillage</title>
      <div className={classes.head}>
        <h1 className={classes.title}>Disponibilités</h1>
        <span className={classes.account}>{account}</span>
        {wanted && (
          <SearchBar
            key={JSON.stringify(wanted)}
            wanted={wanted}
            communes={communes}
            onSearch={onSearch}
          >
            {data && (
              <p className={classes.fresh}>
                <span>
                  <StatusShape shape={error ? "soon" : "done"} size={12} />{" "}
                  {readAt(onServer(dataUpdatedAt))}
                </span>
                {hours && <span>{hours}</span>}
              </p>
            )}
          </SearchBar>
        )}
      </div>
      <div className={classes.body}>
        <div className={classes.list}>
          {error && (
            <Note tone="warn" alert>
              {problemSentence(error)}
            </Note>
          )}
          {!data && !error && <Skeletons shape="row" count={8} />}
          {slotId !== null && data && led === null && !landed.current && (
            <Note tone="warn" alert>
              Le créneau choisi sur la plateforme n’est plus libre. En voici d’autres.
            </Note>
          )}
          {data && data.items.length === 0 && (
            <EmptyState title="Personne de libre">
              Élargissez le rayon, ou retirez le besoin.
            </EmptyState>
          )}
          {wanted && data && data.items.length > 0 && (
            <Lines
              wanted={wanted}
              list={data}
              gone={gone}
              chosen={chosen}
              day={day}
              onDay={setDay}
              onChoose={take}
            />
          )}
        </div>
        {chosen && wanted && (
          <BookPanel
            key={chosen.choice.slotId}
            chosen={chosen}
            typed={typed}
            onType={(changed) => setTyped((known) => ({ ...known, ...changed }))}
            held={kept.held}
            heldSince={kept.since}
            problem={kept.problem}
            need={wanted.need}
            mode={wanted.mode}
            commune={wanted.commune}
            onAgain={() => take(chosen)}
            onBooked={() => {
              kept.spent();
              setTyped(NOTHING_TYPED);
            }}
            onClose={leave}
          />
        )}
      </div>
    </div>
  );
}
