import type { Professional, Volunteering } from "../../api";
import { StatusShape } from "../../ui/StatusShape";
import { Tag } from "../../ui/Tag";
import { Checked } from "./PracticeCard";
import classes from "./Profile.module.css";
import { newPatientsWords, SKILL } from "./page-words";

const VOLUNTEERING: Record<keyof Volunteering, string> = {
  unscheduled_care: "Soins non programmés",
  attending_doctor: "Demandes de médecin traitant",
  death_certification: "Constatation de décès",
  teleconsultation: "Téléconsultation assistée",
  training_supervision: "Maître de stage",
};

const NEW_PATIENTS = "Nouveaux patients";

/** What this person said they accept. What nobody said is not shown as a no. */
export function Accepts({ who }: { who: Professional }) {
  const { volunteering } = who;
  const lines: [label: string, answer: boolean | null][] = [
    [NEW_PATIENTS, who.accepts_new_patients],
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
              {label === NEW_PATIENTS && who.new_patients_lapse ? (
                <span className={classes.lapsed}>
                  {newPatientsWords(who.accepts_new_patients, who.new_patients_lapse)}
                </span>
              ) : (
                <Answer answer={answer} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {who.sectors.length > 0 && (
        <p className={classes.address}>Visites&nbsp;: {who.sectors.join(", ")}</p>
      )}
      {who.skills.length > 0 && (
        <p className={classes.tags}>
          {who.skills.map((word) => (
            <Tag key={word}>{SKILL[word]}</Tag>
          ))}
        </p>
      )}
      <Checked checks={who.checks.filter((check) => check.practice_id === null)} />
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
