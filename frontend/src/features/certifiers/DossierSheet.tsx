import { type FormEvent, useState } from "react";
import type { Certifier, CertifierCategory } from "../../api";
import { useServerNow } from "../../clock";
import { isProblem, problemFields } from "../../problems";
import { dayKey, numericDate } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { DateField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { StatusShape } from "../../ui/StatusShape";
import { typedDay } from "../../ui/WallFields";
import { CATEGORY, categoriesOf, checkWords, standing } from "./certifier-words";
import { useSaveDossier } from "./certifiers";
import classes from "./Sheets.module.css";

type DossierSheetProps = { of: Certifier; onClose: () => void };

const written = (day: string | null) => (day ? numericDate(day) : "");

/** What a date field holds: a day, nothing, or something that is no day yet. */
function read(text: string): { day: string | null; wrong: boolean } {
  const day = typedDay(text);
  return { day: day || null, wrong: text.trim() !== "" && day === "" };
}

/** What is checked of one certifier; of a doctor the quality alone, of a nurse what the law asks. */
export function DossierSheet({ of, onClose }: DossierSheetProps) {
  const today = numericDate(dayKey(useServerNow()));
  const [category, setCategory] = useState<CertifierCategory | null>(of.category);
  const [diploma, setDiploma] = useState(written(of.diploma_on));
  const [training, setTraining] = useState(written(of.training_validated_on));
  const [list, setList] = useState(written(of.order_list_checked_on));
  const [tried, setTried] = useState(false);
  const save = useSaveDossier();
  const fields = problemFields(save.error);
  const categories = categoriesOf(of);
  const nurse = categories.includes("nurse");
  const days = { diploma: read(diploma), training: read(training), list: read(list) };
  const ready = Object.values(days).every(({ wrong }) => !wrong);
  const { shape, word } = standing(of);
  const wrong = (one: keyof typeof days) => tried && days[one].wrong && "Écrivez un jour.";

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!ready || save.isPending) return;
    const body = {
      category,
      diploma_on: days.diploma.day,
      training_validated_on: days.training.day,
      order_list_checked_on: days.list.day,
    };
    save.mutate(
      { of, body },
      {
        onSuccess: () => {
          announce("Dossier enregistré");
          onClose();
        },
      },
    );
  }
  const fieldRefused = isProblem(save.error) && save.error.type === "invalid_input";
  return (
    <Sheet title={of.professional.name} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <Note tone={of.may_certify ? "ok" : "warn"} icon={<StatusShape shape={shape} size={18} />}>
          {word}
        </Note>
        {categories.length > 1 && (
          <Choice
            legend="Qualité"
            look="chips"
            options={categories.map((value) => ({ value, label: CATEGORY[value] }))}
            value={category}
            onChange={setCategory}
            error={fields.category ?? null}
          />
        )}
        {nurse && (
          <>
            <DateField
              label="Date du diplôme d’État"
              autoComplete="off"
              value={diploma}
              onChange={setDiploma}
              help={checkWords(of, "diploma") ?? "Trois ans de diplôme au moins."}
              error={wrong("diploma") || fields.diploma_on}
            />
            <DateField
              label="Formation validée le"
              autoComplete="off"
              value={training}
              onChange={setTraining}
              help={checkWords(of, "training") ?? "La formation à la certification des décès."}
              error={wrong("training") || fields.training_validated_on}
            />
            <div className={classes.fact}>
              <DateField
                label="Vu sur la liste de l’Ordre le"
                autoComplete="off"
                value={list}
                onChange={setList}
                error={wrong("list") || fields.order_list_checked_on}
              />
              <Button onClick={() => setList(today)}>Aujourd’hui</Button>
              <p>
                {checkWords(of, "order_list") ??
                  "La liste des infirmiers volontaires, que le conseil de l’Ordre rend publique."}
              </p>
            </div>
          </>
        )}
        <Refusal typed error={!fieldRefused && save.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          Enregistrer
        </Button>
      </form>
    </Sheet>
  );
}
