import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  addPasskey,
  drawRecoveryCodes,
  removePasskey,
  removeTotp,
  type SecondFactor,
  startPasskey,
  startTotp,
  type TotpSecret,
} from "../../api";
import {
  getMySecondFactorOptions,
  getMySecondFactorQueryKey,
} from "../../api/@tanstack/react-query.gen";
import { serverNow } from "../../clock";
import { isProblem } from "../../problems";
import { meOptions, useMe } from "../../session";
import { atHour } from "../../time";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { deviceSentence } from "./FactorForm";
import { FactorOwed } from "./FactorOwed";
import classes from "./FactorsScreen.module.css";
import { MemberReset } from "./MemberReset";
import rows from "./OwnRows.module.css";
import { ProofSheet } from "./ProofSheet";
import { KNOWS_PASSKEYS, makePasskey } from "./passkeys";
import { RecoveryCodesSheet } from "./RecoveryCodesSheet";
import { TotpSetUp } from "./TotpSetUp";

/** Does something to one's factors; asks for a proof first when the server wants one. */
export type Attempt = (act: () => Promise<unknown>) => Promise<void>;

/** With what one proves who one is besides the password: set, seen, taken away. */
export function FactorsScreen() {
  const me = useMe();
  const { data, error } = useQuery(getMySecondFactorOptions());
  const { attempt, resume, give, problem } = useAttempt();
  const [codes, setCodes] = useState<string[] | null>(null);
  const [totp, setTotp] = useState<TotpSecret | null>(null);
  const queries = useQueryClient();
  const isSet = data !== undefined && (data.totp_since !== null || data.passkeys.length > 0);
  // Once the first one is set here, its codes are on the screen until the page is left.
  const elsewhere = me.second_factor_owed && isSet && codes === null;
  /** The first factor brings codes, and opens the rest of the app. */
  const added = (fresh: string[] | null) => {
    setTotp(null);
    setCodes(fresh);
  };
  async function closeCodes() {
    if (me.second_factor_owed) return window.location.assign("/");
    setCodes(null);
    await queries.invalidateQueries({ queryKey: meOptions.queryKey });
  }
  return (
    <Page title="Double authentification" column>
      <div className={classes.root}>
        {!me.second_factor_owed && (
          <p className={rows.help}>
            Après le mot de passe, un second moyen de prouver que c’est vous.
          </p>
        )}
        {problem && (
          <Note tone="crit" alert>
            {problem}
          </Note>
        )}
        <Refusal error={!data && error} />
        {!data && !error && <Skeletons shape="row" count={2} />}
        {data && me.second_factor_owed && codes === null && <FactorOwed isSet={isSet} />}
        {data && !elsewhere && (
          <>
            <Passkeys factor={data} attempt={attempt} onAdded={added} />
            <section className={classes.section}>
              <h2>Application d’authentification</h2>
              {totp ? (
                <TotpSetUp drawn={totp} onAdded={added} onClose={() => setTotp(null)} />
              ) : (
                <Totp factor={data} attempt={attempt} onDrawn={setTotp} />
              )}
            </section>
            {isSet && (
              <section className={classes.section}>
                <h2>Codes de secours</h2>
                <p className={rows.help}>
                  Si vous perdez votre téléphone. Il vous en reste {data.recovery_codes_left}.
                </p>
                <Button
                  onClick={() =>
                    void attempt(async () => {
                      const drawn = await drawRecoveryCodes({ throwOnError: true });
                      setCodes(drawn.data.codes);
                    })
                  }
                >
                  Tirer dix nouveaux codes
                </Button>
              </section>
            )}
          </>
        )}
        {me.scopes.includes("factors:reset") && <MemberReset />}
      </div>
      {resume && <ProofSheet onProved={resume} onClose={give} />}
      {codes && <RecoveryCodesSheet codes={codes} onClose={() => void closeCodes()} />}
    </Page>
  );
}

/** `resume`: what goes on once it is proved who one is; null while nothing waits for that. */
function useAttempt() {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<{ act: () => Promise<unknown> } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const attempt: Attempt = async (act) => {
    setProblem(null);
    try {
      await act();
      await queries.invalidateQueries({ queryKey: getMySecondFactorQueryKey() });
    } catch (refused) {
      if (isProblem(refused) && refused.type === "proof_needed") setWaiting({ act });
      else setProblem(deviceSentence(refused));
    }
  };
  const resume =
    waiting &&
    (() => {
      setWaiting(null);
      void attempt(waiting.act);
    });
  return { attempt, problem, resume, give: () => setWaiting(null) };
}

type PartProps = { factor: SecondFactor; attempt: Attempt };

function Passkeys({
  factor,
  attempt,
  onAdded,
}: PartProps & { onAdded: (codes: string[] | null) => void }) {
  const me = useMe();
  const [name, setName] = useState<string | null>(null);
  const now = serverNow();
  return (
    <section className={classes.section}>
      <h2>Clés d’accès</h2>
      <p className={rows.help}>
        Votre téléphone ou votre ordinateur vous reconnaît&nbsp;: empreinte, visage ou code de
        l’appareil. Rien à recopier.
      </p>
      {factor.passkeys.length > 0 && (
        <ul className={rows.list} aria-label="Mes clés d’accès">
          {factor.passkeys.map((one) => (
            <li key={one.id}>
              <div>
                <b>{one.name}</b>
                <span className={rows.help}>
                  {one.last_used_at
                    ? `Utilisée ${atHour(one.last_used_at, now)}`
                    : `Ajoutée ${atHour(one.added_at, now)}`}
                </span>
              </div>
              <Button
                size="small"
                aria-label={`Retirer ${one.name}`}
                onClick={() =>
                  void attempt(() =>
                    removePasskey({ path: { passkey_id: one.id }, throwOnError: true }),
                  )
                }
              >
                Retirer
              </Button>
            </li>
          ))}
        </ul>
      )}
      {!KNOWS_PASSKEYS && <p className={rows.help}>Ce navigateur n’en connaît pas.</p>}
      {KNOWS_PASSKEYS && name === null && (
        <Button
          variant={me.second_factor_owed ? "filled" : "default"}
          onClick={() => setName("Cet appareil")}
        >
          Ajouter une clé d’accès
        </Button>
      )}
      {name !== null && (
        <form
          className={classes.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(async () => {
              const { data: asked } = await startPasskey({ throwOnError: true });
              const body = await makePasskey(asked, name.trim() || "Cet appareil");
              const { data } = await addPasskey({ body, throwOnError: true });
              setName(null);
              onAdded(data.recovery_codes);
            });
          }}
        >
          <TextField
            label="Nom de l’appareil"
            help="Pour le reconnaître dans la liste : « Téléphone », « Bureau »."
            value={name}
            onChange={setName}
          />
          <Button type="submit" variant="filled" size="decision" wide>
            Continuer sur cet appareil
          </Button>
        </form>
      )}
    </section>
  );
}

function Totp({ factor, attempt, onDrawn }: PartProps & { onDrawn: (drawn: TotpSecret) => void }) {
  const since = factor.totp_since;
  const start = () =>
    void attempt(async () => {
      const { data } = await startTotp({ throwOnError: true });
      onDrawn(data);
    });
  return (
    <>
      <p className={rows.help}>
        {since
          ? `En service, ajoutée ${atHour(since, serverNow())}.`
          : "Elle affiche un code à 6 chiffres, que vous recopiez à chaque connexion."}
      </p>
      {since ? (
        <>
          <Button onClick={start}>Changer d’application</Button>
          <Button
            aria-label="Retirer l’application d’authentification"
            onClick={() => void attempt(() => removeTotp({ throwOnError: true }))}
          >
            Retirer
          </Button>
        </>
      ) : (
        <Button onClick={start}>Ajouter une application</Button>
      )}
    </>
  );
}
