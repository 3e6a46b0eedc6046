import type { AttendingDoctorForm } from "../../../api";
import { Check } from "../../../ui/Choice";
import { type FormState, fieldId, type Problems } from "./form";
import classes from "./PublicForm.module.css";

type InformationProps = {
  form: FormState;
  set: (changed: Partial<FormState>) => void;
  problems: Problems;
  shown: AttendingDoctorForm;
};

/** What one must know before one agrees (RGPD, article 13), and the agreement. */
export function Information({ form, set, problems, shown }: InformationProps) {
  const carer = form.filed_by === "carer";
  return (
    <section className={classes.section} aria-labelledby="informations">
      <h2 id="informations">{carer ? "Les informations de la personne" : "Vos informations"}</h2>
      <div className={classes.info}>
        <dl>
          <div>
            <dt>À quoi elles servent</dt>
            <dd>
              À chercher un médecin traitant, avec votre accord, et à rien d’autre.{" "}
              {shown.community_name} en est responsable.
            </dd>
          </div>
          <div>
            <dt>Qui les lit</dt>
            <dd>
              La coordination. Un médecin sollicité voit la tranche d’âge, le quartier, la priorité,
              l’attente, l’ALD, le besoin de visites et la langue&nbsp;; le nom seulement s’il
              accepte.
            </dd>
          </div>
          <div>
            <dt>Combien de temps</dt>
            <dd>
              Pendant la recherche, {shown.open_months_at_most} mois au plus sans nouvelle
              confirmation, puis {shown.kept_months} mois. Le nom est ensuite effacé.
            </dd>
          </div>
          <div>
            <dt>Vos droits</dt>
            <dd>
              Retirer la demande, vous opposer&nbsp;: par le lien donné après l’envoi. Voir,
              corriger&nbsp;: auprès de la coordination. Une opposition efface tout de suite.
              Réclamation possible à la CNIL.
            </dd>
          </div>
        </dl>
      </div>
      <div id={fieldId("consent")} tabIndex={-1}>
        <Check checked={form.consent} onChange={(consent) => set({ consent })}>
          {carer
            ? "La personne a eu ces informations et elle est d’accord"
            : "J’ai lu ces informations et je suis d’accord"}
        </Check>
        {problems.consent && (
          <p className={classes.error} role="alert">
            {problems.consent}
          </p>
        )}
      </div>
    </section>
  );
}
