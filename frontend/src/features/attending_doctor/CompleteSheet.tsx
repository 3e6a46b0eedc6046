import { useState } from "react";
import type { AttendingDoctorCompletion, AttendingDoctorMissing } from "../../api";
import { phoneProblem } from "../../typed";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { PhoneField, TextField } from "../../ui/Field";
import { Sheet } from "../../ui/Sheet";
import { MISSING } from "./attending-words";
import { FACTS, type Fact } from "./person-form";
import classes from "./Sheets.module.css";

type CompleteSheetProps = {
  number: string;
  missing: readonly AttendingDoctorMissing[];
  onSay: (given: AttendingDoctorCompletion) => void;
  onClose: () => void;
};

/** What was missing, and nothing else; what is left empty stays as it was. */
export function CompleteSheet({ number, missing, onSay, onClose }: CompleteSheetProps) {
  const asks = (one: AttendingDoctorMissing) => missing.length === 0 || missing.includes(one);
  const [facts, setFacts] = useState<Fact[]>([]);
  const [informed, setInformed] = useState(false);
  const [phone, setPhone] = useState("");
  const [address, setAddress] = useState("");
  const [doctor, setDoctor] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [noAddress, setNoAddress] = useState<string | null>(null);
  const [unheard, setUnheard] = useState(false);
  return (
    <Sheet title={`Compléter ${number}`} onClose={onClose}>
      <form
        className={classes.root}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = phone || missing.includes("phone") ? phoneProblem(phone) : null;
          setProblem(wrong);
          const nowhere =
            missing.includes("address") && !address.trim() ? "Donnez l’adresse." : null;
          setNoAddress(nowhere);
          // While the agreement is awaited, nothing goes on without it.
          const awaited = missing.includes("consent") && !informed;
          setUnheard(awaited);
          if (wrong || nowhere || awaited) return;
          onSay({
            ...(informed && { informed }),
            ...(phone && { phone }),
            ...(address.trim() && { address_line: address.trim() }),
            ...(doctor.trim() && { former_doctor: doctor.trim() }),
            ...Object.fromEntries(facts.map((fact) => [fact, true])),
          });
          onClose();
        }}
      >
        {missing.length > 0 && (
          <p className={classes.promise}>
            Il manque {missing.map((one) => MISSING[one]).join(", ")}.
          </p>
        )}
        {asks("phone") && (
          <PhoneField label="Téléphone" value={phone} onChange={setPhone} error={problem} />
        )}
        {asks("address") && (
          <TextField
            label="Adresse"
            value={address}
            onChange={setAddress}
            error={noAddress}
            autoComplete="off"
          />
        )}
        {asks("former_doctor") && (
          <TextField
            label="Ancien médecin"
            value={doctor}
            onChange={setDoctor}
            autoComplete="off"
          />
        )}
        {asks("other") && (
          <fieldset className={classes.missing}>
            <legend>Cochez ce que vous apprenez</legend>
            {(Object.keys(FACTS) as Fact[]).map((fact) => (
              <Check
                key={fact}
                checked={facts.includes(fact)}
                onChange={(on) =>
                  setFacts(on ? [...facts, fact] : facts.filter((other) => other !== fact))
                }
              >
                {FACTS[fact]}
              </Check>
            ))}
          </fieldset>
        )}
        {asks("consent") && (
          <div>
            <Check checked={informed} onChange={setInformed}>
              La personne est informée et d’accord
            </Check>
            {unheard && !informed && (
              <p className={classes.error} role="alert">
                Il faut d’abord l’accord de la personne.
              </p>
            )}
          </div>
        )}
        <Button type="submit" variant="filled" size="decision" wide>
          Enregistrer
        </Button>
      </form>
    </Sheet>
  );
}
