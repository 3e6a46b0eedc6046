import { IconChevronRight, IconMinus, IconPlus } from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AttendingDoctorCapacity, AttendingDoctorMonth } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { problemSentence } from "../../problems";
import { monthAndYear } from "../../time";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Segments } from "../../ui/Segments";
import { StatusShape } from "../../ui/StatusShape";
import { Switch } from "../../ui/Switch";
import classes from "./Capacity.module.css";
import { MoreSheet, PauseSheet, SectorsSheet } from "./CapacitySheets";
import { type Draft, draftOf, inputOf, pauseWords, placesIn } from "./capacity-draft";
import { useSetCapacity } from "./requests";

const MOST = 50;
const TENTHS = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

type CapacityProps = {
  capacity: AttendingDoctorCapacity;
  /** The month for which it was just kept, until something else is said. */
  saved: string | null;
  onSaved: (month: string | null) => void;
  /** Leads to where one volunteers. */
  onVolunteer: () => void;
};

/** How many new patients a doctor can follow: one screen, one button. */
export function Capacity({ capacity, saved, onSaved, onVolunteer }: CapacityProps) {
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const [draft, setDraft] = useState<Draft>(() => draftOf(capacity));
  const [asking, setAsking] = useState<"sectors" | "pause" | "more" | null>(null);
  function set(changed: Partial<Draft>) {
    setDraft((before) => ({ ...before, ...changed }));
    onSaved(null);
  }
  const save = useSetCapacity(() => onSaved(draft.month));
  const { next_month: next, this_month: current } = capacity;
  const month = nameOf(draft.month);
  const names = [
    ...new Set([...community.communes, ...community.sectors].map(({ name }) => name)),
  ].sort((a, b) => a.localeCompare(b, "fr"));
  const close = () => setAsking(null);
  if (!capacity.volunteers) {
    return (
      <Note tone="accent">
        Personne ne vous est proposé tant que vous n’êtes pas volontaire pour de nouveaux patients.{" "}
        <Button size="small" onClick={onVolunteer}>
          Devenir volontaire
        </Button>
      </Note>
    );
  }
  return (
    <div className={classes.root}>
      <section className={classes.card} aria-labelledby="combien">
        <Segments
          legend="À partir de quel mois"
          hideLegend
          wide
          options={[current, next].map((one) => ({
            value: one.month,
            label: `Dès ${nameOf(one.month)}`,
          }))}
          value={draft.month}
          onChange={(chosen) => set({ month: chosen, quota: placesIn(capacity, chosen) })}
        />
        <h2 id="combien" className={classes.lead}>
          En {month}, je peux suivre
        </h2>
        <div className={classes.steps}>
          <button
            type="button"
            aria-label="Une personne de moins"
            disabled={draft.quota === 0}
            onClick={() => set({ quota: draft.quota - 1 })}
          >
            <IconMinus size={24} stroke={1.75} aria-hidden="true" />
          </button>
          <output className={classes.quota}>{draft.quota}</output>
          <button
            type="button"
            aria-label="Une personne de plus"
            disabled={draft.quota === MOST}
            onClick={() => set({ quota: draft.quota + 1 })}
          >
            <IconPlus size={24} stroke={1.75} aria-hidden="true" />
          </button>
        </div>
        <p className={classes.unit}>
          {draft.quota > 1 ? "nouvelles personnes, une à la fois" : "nouvelle personne"}
        </p>
        <Taken month={current} />
      </section>
      <section className={classes.card} aria-label="Comment">
        <div className={classes.row}>
          <Switch checked={draft.home_visits} onChange={(home_visits) => set({ home_visits })}>
            Visites à domicile
          </Switch>
        </div>
        <Row
          title="Secteurs"
          said={draft.sectors.length > 0 ? draft.sectors.join(", ") : "tout le territoire"}
          onOpen={() => setAsking("sectors")}
        />
        <Row title="Faire une pause" said={pauseWords(draft)} onOpen={() => setAsking("pause")} />
        <Row
          title="Dans les six mois"
          said={
            draft.in_six_months === null
              ? "rien de dit"
              : `« peut-être ${draft.in_six_months} de plus »`
          }
          onOpen={() => setAsking("more")}
        />
      </section>
      {capacity.fair_share !== null && (
        <p className={classes.share}>
          Part équitable ce mois&nbsp;: {TENTHS.format(capacity.fair_share)} par médecin volontaire.
          Vous pouvez dire 0.
        </p>
      )}
      {save.error && (
        <Note tone="crit" alert>
          {problemSentence(save.error)}
        </Note>
      )}
      {saved && <Note tone="ok">Enregistré, dès {nameOf(saved)}.</Note>}
      <ActionBar>
        <Button
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
          onClick={() => save.mutate({ version: capacity.version, body: inputOf(draft) })}
        >
          Confirmer pour {month}
        </Button>
      </ActionBar>
      {asking === "sectors" && (
        <SectorsSheet
          names={names}
          chosen={draft.sectors}
          onSay={(sectors) => set({ sectors })}
          onClose={close}
        />
      )}
      {asking === "pause" && (
        <PauseSheet
          from={draft.pause_from}
          to={draft.pause_to}
          onSay={(pause_from, pause_to) => set({ pause_from, pause_to })}
          onClose={close}
        />
      )}
      {asking === "more" && (
        <MoreSheet
          value={draft.in_six_months}
          onSay={(in_six_months) => set({ in_six_months })}
          onClose={close}
        />
      )}
    </div>
  );
}

/** "décembre", of `2026-12`. */
function nameOf(month: string): string {
  return monthAndYear(`${month}-01`).replace(/\s+\d{4}$/, "");
}

/** What is taken of this month: a disc for each place. */
function Taken({ month }: { month: AttendingDoctorMonth }) {
  if (month.quota === 0) return null;
  const { accepted, pending, left } = month;
  const words = [
    `${accepted} acceptée${accepted > 1 ? "s" : ""}`,
    `${pending} proposée${pending > 1 ? "s" : ""}`,
    `${left} libre${left > 1 ? "s" : ""}`,
  ];
  return (
    <div className={classes.taken}>
      <span className={classes.discs} aria-hidden="true">
        {Array.from({ length: accepted }, (_, index) => (
          <StatusShape key={`a${index.toString()}`} shape="done" size={20} />
        ))}
        {Array.from({ length: pending }, (_, index) => (
          <StatusShape key={`p${index.toString()}`} shape="w1" size={20} />
        ))}
        {Array.from({ length: left }, (_, index) => (
          <StatusShape key={`l${index.toString()}`} shape="draft" size={20} />
        ))}
      </span>
      <p>
        {nameOf(month.month)}&nbsp;: {words.join(", ")}
      </p>
    </div>
  );
}

function Row({ title, said, onOpen }: { title: string; said: string; onOpen: () => void }) {
  return (
    <button type="button" className={classes.row} onClick={onOpen}>
      <span>{title}</span>
      <small>{said}</small>
      <IconChevronRight size={20} stroke={1.75} aria-hidden="true" />
    </button>
  );
}
