import { IconShieldCheck } from "@tabler/icons-react";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Community, RedFlag, UnscheduledCareDraft, UnscheduledCareRequest } from "../../api";
import { serverNow } from "../../clock";
import { hour, millis, relativeDay } from "../../time";
import { BeforeSending } from "../../ui/BeforeSending";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { CloseLink, StepBack } from "../../ui/PageBack";
import { RedFlags } from "../../ui/RedFlags";
import { StepBars } from "../../ui/StepBars";
import { undoable } from "../../undo";
import { discardDraft, type Kept, useKeptDraft } from "./draft";
import { EMPTY, type FormState, fromDraft, previewInput } from "./form";
import classes from "./NewRequest.module.css";
import { answeredBefore, sendingPlan, usePreview } from "./preview";
import { type Named, RequestForm } from "./RequestForm";
import { Sent } from "./Sent";
import { StopStep } from "./StopStep";

type NewRequestProps = {
  community: Community;
  draft: UnscheduledCareDraft | null;
  named: Named;
  /** Taken on the phone by the coordination. */
  byPhone: boolean;
  /** The thread of the request just sent. */
  thread: (request: UnscheduledCareRequest) => ReactNode;
};

/** The signs are looked for again when the draft is taken up later than this. */
const CHECKED_FOR_MS = 60 * 60_000;

function firstForm({ draft, community }: NewRequestProps): FormState {
  const [only] = community.communes;
  const known = community.communes.length === 1 ? (only?.insee ?? "") : "";
  const form = draft ? fromDraft(draft.content) : EMPTY;
  return { ...form, commune_insee: form.commune_insee || known };
}

function firstCheck({ draft }: NewRequestProps): string | null {
  const at = draft?.content.no_red_flag_at;
  return at && serverNow() - millis(at) < CHECKED_FOR_MS ? at : null;
}

function KeptWord({ kept }: { kept: Kept }) {
  if (kept.state === "none") return null;
  if (kept.state === "refused") {
    return <span className={classes.refused}>Brouillon non gardé</span>;
  }
  return (
    <span className={classes.kept}>
      Brouillon gardé<span className={classes.keptAt}> à {hour(kept.at)}</span>
    </span>
  );
}

/** Files a request: the safety step, one page, then what is going to happen. */
export function NewRequest(props: NewRequestProps) {
  const { community, byPhone, thread } = props;
  const navigate = useNavigate();
  const router = useRouter();
  const [form, setForm] = useState(() => firstForm(props));
  const [named, setNamed] = useState(props.named);
  const [checkedAt, setCheckedAt] = useState(() => firstCheck(props));
  const [sign, setSign] = useState<RedFlag | null>(null);
  const [sent, setSent] = useState<UnscheduledCareRequest | null>(null);
  const [given, setGiven] = useState(false);
  const kept = useKeptDraft(form, checkedAt, sent === null && !given);
  const preview = usePreview(checkedAt && !sent ? previewInput(form) : null);
  const title = byPhone ? "Demande par téléphone" : "Demander des soins";
  const home = byPhone ? "/tableau" : "/mes-demandes";

  function restart() {
    setForm(firstForm({ ...props, draft: null }));
    setNamed({ doctor: null, usual: [] });
    setCheckedAt(null);
    setSent(null);
  }
  function abandon() {
    setGiven(true);
    undoable({
      sentence: "Demande abandonnée, brouillon effacé",
      commit: (leaving) => void discardDraft(leaving),
      revert: () => void navigate({ to: "/demander", search: byPhone ? { appel: true } : {} }),
    });
    void navigate({ to: home });
  }
  function done(request: UnscheduledCareRequest) {
    void discardDraft(false);
    setSent(request);
    router.history.replace(router.history.location.href);
  }

  if (sent) {
    return (
      <Sent
        request={sent}
        home={home}
        thread={thread(sent)}
        preview={preview.data ?? null}
        onAnother={restart}
      />
    );
  }
  if (checkedAt === null) {
    return (
      <Page
        title={title}
        focused
        column
        back={<CloseLink to={home} />}
        aside={<KeptWord kept={kept} />}
      >
        <Progress step={1} />
        <RedFlags
          onSign={setSign}
          onNone={() => setCheckedAt(new Date(serverNow()).toISOString())}
        />
        {sign && <StopStep sign={sign} onBack={() => setSign(null)} />}
      </Page>
    );
  }
  const plan = preview.data && {
    ...sendingPlan(preview.data),
    promise: (
      <>
        Sans réponse, la coordination {byPhone ? "rappelle" : "vous appelle"}{" "}
        <b>avant {answeredBefore(preview.data.coordinator_at)}.</b>
      </>
    ),
  };
  return (
    <div className={classes.two}>
      <Page
        title={title}
        focused
        back={
          <StepBack
            label="Revenir aux signes d’alerte"
            className={classes.back}
            onClick={() => setCheckedAt(null)}
          />
        }
        aside={<KeptWord kept={kept} />}
      >
        <Progress step={2} />
        <Checked at={checkedAt} onAgain={() => setCheckedAt(null)} />
        <RequestForm
          form={form}
          setForm={setForm}
          named={named}
          setNamed={setNamed}
          community={community}
          byPhone={byPhone}
          preview={preview.data}
          onSent={done}
          onFollowed={(request) =>
            void discardDraft(false).then(() =>
              navigate({ to: "/demandes/$id", params: { id: request.id } }),
            )
          }
          onAbandon={abandon}
        />
      </Page>
      <aside className={classes.aside} aria-label="Avant l’envoi">
        <BeforeSending plan={plan ?? (preview.isFetching ? "loading" : "incomplete")} />
      </aside>
    </div>
  );
}

function Checked({ at, onAgain }: { at: string; onAgain: () => void }) {
  const day = relativeDay(at, serverNow());
  return (
    <div className={classes.checked}>
      <IconShieldCheck size={20} stroke={1.75} aria-hidden="true" />
      <span>
        Aucun signe d’alerte, vérifié{day === "aujourd’hui" ? "" : ` ${day}`} à {hour(at)}
      </span>
      <button type="button" onClick={onAgain}>
        Revoir
      </button>
    </div>
  );
}

const STEPS = [1, 2] as const;

/** Two steps, on a phone only: the sentence is for those who do not see the bars. */
function Progress({ step }: { step: (typeof STEPS)[number] }) {
  return (
    <div className={classes.progress}>
      <span className="visually-hidden">Étape {step} sur 2</span>
      <StepBars steps={STEPS} step={step} />
    </div>
  );
}

/** Said when the person may not ask for care here: town halls and police have other requests. */
export function NotForYou() {
  return (
    <Page title="Demander des soins" column>
      <Note>Votre compte ne permet pas de demander des soins ici.</Note>
    </Page>
  );
}
