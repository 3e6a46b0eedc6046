import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import type { Community, DeathCertificationRequest, DeathRequesterKind } from "../../api";
import { serverNow } from "../../clock";
import { isProblem } from "../../problems";
import { dayKey } from "../../time";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { DeathStop } from "./DeathStop";
import { forgetDraft, useDraft } from "./draft";
import { type DeathForm, EMPTY, type Problems } from "./form";
import { refusedFields } from "./form-refusals";
import { PersonStep } from "./PersonStep";
import { requestInput } from "./request-input";
import { useCreate } from "./requests";
import { CertainStep, CircumstancesStep } from "./SafetySteps";
import { StopFiling } from "./StopFiling";
import { STEPS, type Step, type Stop, stopOf } from "./steps";
import { WizardFrame } from "./WizardFrame";

/** The last step comes while the ones before it are filled. */
const loadReview = () => import("./ReviewStep");
const ReviewStep = lazy(async () => ({ default: (await loadReview()).ReviewStep }));

type WizardProps = {
  community: Community;
  /** Whose draft it is. */
  accountId: string;
  /** What is known of who asks. */
  requesterName: string;
  /** Taken on the phone by the coordination. */
  byPhone: boolean;
  /** As what one may ask: a town hall is a town hall, the coordination writes for anybody. */
  kinds: readonly DeathRequesterKind[];
  /** The directory is open to who asks. */
  searches: boolean;
  home: "/tableau" | "/deces";
  /** One's own requests under way, at the first step. */
  underWay: ReactNode;
  onSent: (request: DeathCertificationRequest) => void;
};

function firstForm({ community, requesterName, byPhone, kinds }: WizardProps): DeathForm {
  const [only] = community.communes;
  return {
    ...EMPTY,
    commune_insee: community.communes.length === 1 ? (only?.insee ?? "") : "",
    found_day: dayKey(serverNow()),
    requester_name: byPhone ? "" : requesterName,
    requester_kind: kinds.length === 1 ? (kinds[0] ?? null) : null,
  };
}

/** Asks for a death to be certified, in two minutes on a phone: safety first. */
export function Wizard(props: WizardProps) {
  const { community, accountId, byPhone, kinds, searches, home, underWay, onSent } = props;
  const [sent, setSent] = useState(false);
  const [{ form, step, doctor, stop }, setDraft] = useDraft(accountId, firstForm(props), !sent);
  const create = useCreate((request) => {
    setSent(true);
    forgetDraft();
    onSent(request);
  });
  useEffect(() => void loadReview(), []);
  const refused = refusedFields(create.error);
  const fields: Problems = refused?.fields ?? {};
  const title = "Constatation de décès";

  const set = (changed: Partial<DeathForm>) =>
    setDraft((before) => ({ ...before, form: { ...before.form, ...changed } }));
  const go = (next: Step) => setDraft((before) => ({ ...before, step: next }));
  const stopFor = (why: Stop) =>
    setDraft((before) => ({ ...before, stop: { why, key: crypto.randomUUID() } }));

  if (stop) {
    const { why, key } = stop;
    return (
      <DeathStop
        why={why}
        outcome={
          <>
            Maillage n’envoie personne.{" "}
            {why !== "15" && (
              <StopFiling
                form={form}
                filingKey={key}
                byPhone={byPhone}
                requesterName={props.requesterName}
                kinds={kinds}
                onKind={(requester_kind) => set({ requester_kind })}
                onFiled={forgetDraft}
              />
            )}
          </>
        }
        onBack={() => {
          setDraft((before) => ({ ...before, stop: null }));
          if (why !== "15") set(why === "violence" ? { violence: null } : { identified: null });
        }}
      />
    );
  }
  return (
    <WizardFrame
      title={title}
      step={step}
      home={home}
      onBack={() => go(STEPS[STEPS.indexOf(step) - 1] ?? "certain")}
    >
      {step === "certain" && (
        <CertainStep
          certain={form.certain}
          onCertain={() => set({ certain: true })}
          onDoubt={() => stopFor("15")}
          onNext={() => go("circumstances")}
        >
          {underWay}
        </CertainStep>
      )}
      {step === "circumstances" && (
        <CircumstancesStep
          said={form}
          onSay={(said) => {
            set(said);
            const why = stopOf({ ...form, ...said });
            if (why) stopFor(why);
          }}
          onNext={() => go("person")}
        />
      )}
      {step === "person" && (
        <PersonStep
          form={form}
          set={set}
          refused={fields}
          community={community}
          doctor={doctor}
          searches={searches}
          onDoctor={(found) => {
            setDraft((before) => ({ ...before, doctor: found }));
            set({
              attending_professional_id: found?.id ?? null,
              attending_doctor_status: found ? "known" : null,
              attending_contact: "not_called",
            });
          }}
          onNext={() => go("review")}
        />
      )}
      {step === "review" && (
        <Suspense fallback={<Skeletons shape="line" count={4} />}>
          <ReviewStep
            form={form}
            set={(changed) => {
              if (create.error) create.reset();
              set(changed);
            }}
            refused={fields}
            community={community}
            byPhone={byPhone}
            kinds={kinds}
            doctorName={doctor?.name ?? (form.attending_doctor_name.trim() || null)}
            medicalWords={refused?.medicalWords ?? null}
            refusal={
              create.error &&
              !refused &&
              isProblem(create.error) && <Refusal typed error={create.error} />
            }
            sending={create.isPending}
            onEdit={() => go("person")}
            onSend={(confirmed) => create.mutate(requestInput(form, { byPhone, confirmed }))}
          />
        </Suspense>
      )}
    </WizardFrame>
  );
}
