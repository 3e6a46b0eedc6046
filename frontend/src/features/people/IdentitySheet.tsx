import { type FormEvent, useState } from "react";
import { correctIdentity, type IdentityCorrection, type PersonIdentity } from "../../api";
import { serverNow } from "../../clock";
import { dayKey } from "../../time";
import { phoneProblem } from "../../typed";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { PhoneField, TextField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { useWrite } from "../../writes";
import classes from "./CareCircle.module.css";
import {
  correctionOf,
  type IdentityForm,
  type IdentityProblems,
  identityForm,
  identityProblems,
  refusedFields,
} from "./identity-form";

type IdentitySheetProps = {
  identity: PersonIdentity;
  /** `corrected`: something is written otherwise now. */
  onClose: (corrected: boolean) => void;
};

/** Who the person is and how to reach them, as it is written: one puts right what is wrong. */
export function IdentitySheet({ identity, onClose }: IdentitySheetProps) {
  const [form, setForm] = useState<IdentityForm>(() => identityForm(identity));
  const [own, setProblems] = useState<IdentityProblems>({});
  const correct = useWrite(
    async (body: IdentityCorrection, key: string) => {
      const { data } = await correctIdentity({
        path: { person_id: identity.id },
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    {
      onDone: ({ requests }) => {
        announce(requests > 1 ? `Corrigé dans ${requests} demandes` : "Corrigé");
        onClose(true);
      },
    },
  );
  const refused = refusedFields(correct.error);
  const problems = { ...refused, ...own };

  function set(changed: Partial<IdentityForm>) {
    setForm({ ...form, ...changed });
    setProblems({});
    correct.reset();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = identityProblems(form, dayKey(serverNow()));
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    const right = correctionOf(form, identity);
    if (Object.keys(right).length === 0) onClose(false);
    else correct.mutate(right);
  }
  return (
    <Sheet title="Corriger l’identité" onClose={() => onClose(false)}>
      <form className={classes.sheet} onSubmit={submit} noValidate>
        <p className={classes.hint}>
          Le fil d’une demande ouverte dira ce qui a été corrigé, jamais ce qui est écrit.
        </p>
        <IdentityFields
          value={form}
          onChange={set}
          problems={problems}
          onWarn={(birth_date) => setProblems(birth_date ? { birth_date } : {})}
          idOf={(name) => `corriger-${name}`}
        />
        <PhoneField
          label="Téléphone"
          value={form.phone}
          onChange={(phone) => set({ phone })}
          error={problems.phone}
          onBlur={() => {
            const phone = phoneProblem(form.phone);
            setProblems(phone ? { phone } : {});
          }}
        />
        <TextField
          label="À qui est ce téléphone"
          value={form.phone_of}
          onChange={(phone_of) => set({ phone_of })}
          autoComplete="off"
          optional
          error={problems.phone_of}
        />
        {identity.address_line !== null && (
          <TextField
            label="Adresse"
            value={form.address_line}
            onChange={(address_line) => set({ address_line })}
            autoComplete="off"
            optional
            error={problems.address_line}
          />
        )}
        {identity.email !== null && (
          <TextField
            label="Adresse e-mail"
            kind="email"
            value={form.email}
            onChange={(email) => set({ email })}
            autoComplete="off"
            optional
            error={problems.email}
          />
        )}
        <Refusal error={!refused && correct.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={correct.isPending && "Envoi…"}
        >
          Corriger
        </Button>
      </form>
    </Sheet>
  );
}
