import type { CommunityRules } from "../../api";
import { useMe } from "../../session";
import { longDay } from "../../time";
import { Page } from "../../ui/Page";
import { WAVE_AUDIENCE } from "../../words";
import { SECTIONS } from "./fields";
import classes from "./Rules.module.css";
import { RulesForm } from "./RulesForm";
import { draftOf, ruleWords } from "./rules-draft";

/** The rules of the community: a form for those who may change them, a reading for the others. */
export function Rules({ rules }: { rules: CommunityRules }) {
  const writes = useMe().scopes.includes("rules:write");
  return (
    <Page title="Réglages" column>
      <p className={classes.intro}>
        Version {rules.version}, du {longDay(rules.changed_at)}. Ce qui est déjà lancé garde son
        plan.
      </p>
      {writes ? <RulesForm rules={rules} /> : <RulesReading rules={rules} />}
    </Page>
  );
}

function RulesReading({ rules }: { rules: CommunityRules }) {
  const { values } = draftOf(rules);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing else takes the focus, and the keyboard must scroll it.
    <section className={classes.root} aria-label="Règles en vigueur" tabIndex={0}>
      <section className={classes.section}>
        <h2>Vagues</h2>
        <ol className={classes.read}>
          {rules.unscheduled_care.waves.map((wave, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a wave is its rank.
            <li key={index}>
              <span>
                {index + 1}. {WAVE_AUDIENCE[wave.audience]}
                {wave.radius_km === null ? "" : `, à moins de ${wave.radius_km} km`}
                {wave.at_most === null ? "" : `, ${wave.at_most} au plus`}
              </span>
              <b>{wave.minutes} min</b>
            </li>
          ))}
        </ol>
      </section>
      {SECTIONS.map((section) => (
        <section key={section.title} className={classes.section}>
          <h2>{section.title}</h2>
          <dl className={classes.read}>
            {section.fields.map((field) => (
              <div key={field.path}>
                <dt>{field.label}</dt>
                <dd>{ruleWords(field, values)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </section>
  );
}
