import type { Professional, Volunteering } from "../../api";
import { StatusShape } from "../../ui/StatusShape";
import classes from "./Profile.module.css";

const VOLUNTEERING: Record<keyof Volunteering, string> = {
  unscheduled_care: "Soins non programmés",
  attending_doctor: "Demandes de médecin traitant",
  death_certification: "Constatation de décès",
  teleconsultation: "Téléconsultation assistée",
  training_supervision: "Maître de stage",
};

/** What this person said they accept. What nobody said is not shown as a no. */
export function Accepts({ who }: { who: Professional }) {
  const { volunteering } = who;
  const lines: [label: string, answer: boolean | null][] = [
    ["Nouveaux patients", who.accepts_new_patients],
    ["Visites à domicile", who.home_visits],
  ];
  if (volunteering) {
    const offered = Object.keys(VOLUNTEERING) as (keyof Volunteering)[];
    lines.push(...offered.map((key): [string, boolean] => [VOLUNTEERING[key], volunteering[key]]));
  }
  return (
    <section className={classes.card}>
      <h2>Ce qui est accepté</h2>
      <dl className={classes.rows}>
        {lines.map(([label, answer]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Answer answer={answer} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Answer({ answer }: { answer: boolean | null }) {
  if (answer === null) return <span className={classes.unknown}>non renseigné</span>;
  return (
    <span className={classes.answer}>
      <StatusShape shape={answer ? "done" : "off"} />
      {answer ? "Oui" : "Non"}
    </span>
  );
}
