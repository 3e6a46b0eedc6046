import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  type AttendingDoctorForm,
  type AttendingDoctorFormReceipt,
  fileAttendingDoctorForm,
} from "../../../api";
import { serverNow } from "../../../clock";
import { problemSentence } from "../../../problems";
import { dayKey } from "../../../time";
import { Brand } from "../../../ui/Brand";
import { Button } from "../../../ui/Button";
import { ErrorSummary, type FieldProblem } from "../../../ui/ErrorSummary";
import { Note } from "../../../ui/Note";
import {
  asksForWork,
  EMPTY,
  type FieldName,
  type FormState,
  fieldId,
  inputOf,
  notForThem,
  type Problems,
  problemsOf,
  refusedFields,
} from "./form";
import { Information } from "./Information";
import classes from "./PublicForm.module.css";
import { useProof } from "./proof";
import { Receipt } from "./Receipt";
import { DoctorSection, PersonSection, RankSection, WhoSection } from "./Sections";

function summary(problems: Problems): FieldProblem[] {
  return Object.entries(problems).flatMap(([name, sentence]) =>
    sentence ? { fieldId: fieldId(name as FieldName), sentence } : [],
  );
}

/** The form by which anybody asks for an attending doctor, without account. */
export function PublicFormScreen({
  finess,
  shown,
}: {
  finess: string;
  shown: AttendingDoctorForm;
}) {
  const [form, setForm] = useState<FormState>(EMPTY);
  const [problems, setProblems] = useState<Problems>({});
  const [listed, setListed] = useState<FieldProblem[]>([]);
  const { proof, renew } = useProof(finess);
  const [receipt, setReceipt] = useState<AttendingDoctorFormReceipt | null>(null);

  async function file(body: FormState, again = false): Promise<AttendingDoctorFormReceipt> {
    try {
      const { data } = await fileAttendingDoctorForm({
        path: { finess },
        body: inputOf(body, await proof()),
        throwOnError: true,
      });
      return data;
    } catch (refused) {
      // The work grew old while one typed, or served a form that was sent before: once more, unseen.
      if (again || !asksForWork(refused)) throw refused;
      renew();
      return file(body, true);
    }
  }

  const sending = useMutation({
    mutationFn: (body: FormState) => file(body),
    onSuccess: (received) => {
      setReceipt(received);
      window.scrollTo(0, 0);
    },
    onError: (refused) => {
      const found = refusedFields(refused) ?? {};
      setProblems(found);
      setListed(summary(found));
    },
  });

  function set(changed: Partial<FormState>) {
    setForm((before) => ({ ...before, ...changed }));
    setProblems((before) => {
      const kept = { ...before };
      for (const name of Object.keys(changed)) delete kept[name as FieldName];
      return kept;
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (sending.isPending) return;
    const found = problemsOf(form, dayKey(serverNow()));
    setProblems(found);
    setListed(summary(found));
    if (Object.keys(found).length === 0) sending.mutate(form);
  }

  if (receipt) return <Receipt receipt={receipt} shown={shown} form={form} />;
  const blocked = notForThem(form, dayKey(serverNow())) !== null;
  const parts = {
    form,
    set,
    problems,
    shown,
    warn: (found: Problems) => setProblems((before) => ({ ...before, ...found })),
  };
  return (
    <main className={classes.root}>
      <title>Trouver un médecin traitant · Maillage</title>
      <Brand community={shown.community_name} />
      <div className={classes.head}>
        <h1>Trouver un médecin traitant</h1>
        <p>
          Deux minutes, sans compte. La coordination vous appelle ensuite et cherche un médecin près
          de chez vous.
        </p>
      </div>
      <form className={classes.form} onSubmit={submit} noValidate>
        <ErrorSummary problems={listed} />
        <WhoSection {...parts} />
        <PersonSection {...parts} />
        <DoctorSection {...parts} />
        <RankSection {...parts} />
        <Information {...parts} />
        {sending.isError && listed.length === 0 && (
          <Note tone="crit" alert>
            {problemSentence(sending.error, true)}
          </Note>
        )}
        {blocked ? (
          <Note>
            Ce formulaire ne peut pas être envoyé ainsi&nbsp;: la raison est dite plus haut.
          </Note>
        ) : (
          <Button
            type="submit"
            variant="filled"
            size="decision"
            wide
            busy={sending.isPending && "Envoi…"}
          >
            Envoyer la demande
          </Button>
        )}
      </form>
    </main>
  );
}
