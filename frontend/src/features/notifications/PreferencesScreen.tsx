import { IconDeviceMobile, IconMail, IconMessage } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { NotificationPreferences, TrialChannel } from "../../api";
import { useMe } from "../../session";
import { wallHour } from "../../time";
import { BackLink } from "../../ui/BackLink";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { Switch } from "../../ui/Switch";
import { DeviceSection } from "./DeviceSection";
import { PhoneSection } from "./PhoneSection";
import classes from "./PreferencesScreen.module.css";
import {
  type PreferencesChange,
  usePreferences,
  usePreferencesChange,
  useTrial,
} from "./preferences";
import { QuietSection } from "./QuietSection";
import { NOTIFICATION_FAMILY, TRIAL_CHANNEL } from "./words";

export type SectionProps = {
  known: NotificationPreferences;
  change: (change: PreferencesChange) => void;
};

/** By which ways messages reach me. Each change is kept at once, and is undone by its contrary. */
export function PreferencesScreen() {
  const { data: known, error } = usePreferences();
  const write = usePreferencesChange();
  const me = useMe();
  const acts = me.acting_for !== null;
  const home = acts ? "/agenda" : me.scopes.includes("offers:answer") ? "/moi" : "/messages";
  const refusal = write.error ?? (known ? null : error);
  const change = (wished: PreferencesChange) => write.mutate(wished);
  return (
    <Page title="Mes notifications" column back={<BackLink to={home} />}>
      <Refusal error={refusal} />
      {!known && !error && <Skeletons shape="row" count={6} />}
      {known && (
        <div className={classes.root}>
          <p className={classes.intro}>
            {acts
              ? "Tout reste à l’écran, dans À répondre. Ici, ce qui vous prévient aussi, vous\u00a0: jamais un nom ni une adresse."
              : "Tout reste à l’écran, dans Messages. Ici, ce qui part aussi ailleurs\u00a0: jamais un nom ni une adresse."}
          </p>
          {known.families.map((family) => (
            <Family key={family} family={family} known={known} change={change} />
          ))}
          {acts ? (
            <QuietSection known={known} change={change} />
          ) : (
            <Summary known={known} change={change} />
          )}
          <PhoneSection known={known} />
          <DeviceSection known={known} />
          <Trials known={known} />
        </div>
      )}
    </Page>
  );
}

function Family({
  family,
  known,
  change,
}: SectionProps & { family: keyof NotificationPreferences["choices"] }) {
  const choice = known.choices[family];
  const { title, about } = NOTIFICATION_FAMILY[family];
  const set = (part: Partial<typeof choice>) => change({ family, choice: part });
  return (
    <section className={classes.card} aria-labelledby={family}>
      <h2 id={family}>{title}</h2>
      <p className={classes.help}>{about}</p>
      <div className={classes.switches}>
        <Switch checked={choice.email} onChange={(email) => set({ email })}>
          E-mail
        </Switch>
        {known.sms_available && (
          <Switch checked={choice.sms} onChange={(sms) => set({ sms })}>
            SMS
          </Switch>
        )}
        <Switch checked={choice.push} onChange={(push) => set({ push })}>
          Notification
        </Switch>
      </div>
      {choice.sms && known.sms_available && known.phone_masked === null && (
        <p className={classes.help}>Pas de SMS pour l’instant&nbsp;: donnez un numéro plus bas.</p>
      )}
    </section>
  );
}

function Summary({ known, change }: SectionProps) {
  const quiet = known.quiet_hours;
  return (
    <section className={classes.card} aria-labelledby="rythme">
      <h2 id="rythme">Le reste, et la nuit</h2>
      <div className={classes.switches}>
        <Switch
          checked={known.daily_summary}
          onChange={(daily_summary) => change({ daily_summary })}
        >
          Un résumé par e-mail à {wallHour(known.summary_at)}
        </Switch>
      </div>
      <p className={classes.help}>
        Ce qui n’attend rien de vous (déjà pourvue, close…) et que vous n’avez pas lu. Rien à dire,
        pas d’e-mail.
      </p>
      <p className={classes.help}>
        {quiet
          ? `De ${wallHour(quiet.from_time)} à ${wallHour(quiet.to_time)}, ni SMS ni notification : ils attendent ${wallHour(quiet.to_time)}, et ne partent pas s’ils ne servent plus.`
          : "Vous n’avez pas d’heures calmes : tout part aussitôt."}
      </p>
    </section>
  );
}

const TRIALS: { channel: TrialChannel; icon: ReactNode }[] = [
  { channel: "email", icon: <IconMail size={18} stroke={1.75} aria-hidden="true" /> },
  { channel: "sms", icon: <IconMessage size={18} stroke={1.75} aria-hidden="true" /> },
  { channel: "push", icon: <IconDeviceMobile size={18} stroke={1.75} aria-hidden="true" /> },
];

function Trials({ known }: { known: NotificationPreferences }) {
  const trial = useTrial();
  const ready = {
    email: true,
    sms: known.sms_available && known.phone_masked !== null,
    push: known.devices.length > 0,
  };
  return (
    <section className={classes.card} aria-labelledby="essai">
      <h2 id="essai">M’envoyer un essai</h2>
      <div className={classes.acts}>
        {TRIALS.filter(({ channel }) => ready[channel]).map(({ channel, icon }) => (
          <Button
            key={channel}
            icon={icon}
            busy={trial.isPending && trial.variables === channel && "Envoi…"}
            onClick={() => trial.mutate(channel)}
          >
            {TRIAL_CHANNEL[channel]}
          </Button>
        ))}
      </div>
      {trial.data && (
        <Note tone="ok" alert>
          {`${TRIAL_CHANNEL[trial.data.channel]} : l’essai est parti. Rien reçu dans la minute ? Dites-le à la coordination.`}
        </Note>
      )}
      <Refusal error={trial.error} />
    </section>
  );
}
