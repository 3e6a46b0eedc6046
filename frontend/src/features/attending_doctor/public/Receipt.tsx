import { IconCopy, IconPhone } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { AttendingDoctorForm, AttendingDoctorFormReceipt } from "../../../api";
import { phoneHref, phoneWords } from "../../../figures";
import { announce } from "../../../ui/announce";
import { Brand } from "../../../ui/Brand";
import { Button, ButtonAnchor } from "../../../ui/Button";
import type { FormState } from "./form";
import classes from "./PublicForm.module.css";

type ReceiptProps = {
  receipt: AttendingDoctorFormReceipt;
  shown: AttendingDoctorForm;
  form: FormState;
};

/** What happens next, the number to say on the phone, and the link by which all can be taken back. */
export function Receipt({ receipt, shown, form }: ReceiptProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => title.current?.focus(), []);
  const carer = form.filed_by === "carer";

  async function copy() {
    await navigator.clipboard.writeText(receipt.withdrawal_url);
    setCopied(true);
    announce("Lien copié");
  }

  return (
    <main className={classes.root}>
      <title>Demande envoyée · Maillage</title>
      <Brand community={shown.community_name} />
      <div className={classes.head}>
        <h1 ref={title} tabIndex={-1}>
          C’est envoyé
        </h1>
        <p>Votre numéro, à dire au téléphone&nbsp;:</p>
        <p className={classes.number}>{receipt.number}</p>
      </div>
      <section className={classes.section} aria-labelledby="ensuite">
        <h2 id="ensuite">Ensuite</h2>
        <ol className={classes.steps}>
          <li>La coordination vous appelle pour vérifier la demande.</li>
          <li>
            Elle la propose à un médecin à la fois. Chacun a{" "}
            {shown.answer_days === 1 ? "un jour" : `${shown.answer_days} jours`} pour répondre.
          </li>
          <li>
            Quand un médecin accepte, vous êtes rappelé
            {carer ? " et la personne choisit" : ""}. Vous restez libre de refuser.
          </li>
        </ol>
        <p className={classes.small}>Une urgence n’attend pas&nbsp;: appelez le 15.</p>
      </section>
      <section className={classes.keep} aria-labelledby="garder">
        <h2 id="garder">Gardez ce lien</h2>
        <p className={classes.small}>
          Il retire la demande, ou s’y oppose. Il n’est montré qu’ici, et ne montre rien de ce que
          vous avez écrit.
        </p>
        <a className={classes.link} href={receipt.withdrawal_url}>
          {receipt.withdrawal_url}
        </a>
        <Button icon={<IconCopy size={18} stroke={1.75} aria-hidden="true" />} onClick={copy}>
          {copied ? "Lien copié" : "Copier le lien"}
        </Button>
      </section>
      {receipt.phone && (
        <ButtonAnchor
          href={phoneHref(receipt.phone)}
          size="decision"
          wide
          icon={<IconPhone size={18} stroke={1.75} aria-hidden="true" />}
        >
          Une question&nbsp;? {phoneWords(receipt.phone)}
        </ButtonAnchor>
      )}
    </main>
  );
}
