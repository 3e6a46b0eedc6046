import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import classes from "./FactorsScreen.module.css";
import rows from "./OwnRows.module.css";

type RecoveryCodesSheetProps = { codes: string[]; onClose: () => void };

/** The recovery codes, this once. */
export function RecoveryCodesSheet({ codes, onClose }: RecoveryCodesSheetProps) {
  return (
    <Sheet title="Vos codes de secours" onClose={onClose}>
      <div className={classes.sheet}>
        <p className={rows.help}>
          Si vous perdez votre téléphone, un code remplace le second facteur. Chacun sert une fois.
        </p>
        <ul className={classes.codes}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Note tone="warn">Ils ne seront plus montrés&nbsp;: notez-les maintenant.</Note>
        <Button
          wide
          onClick={() =>
            void navigator.clipboard
              .writeText(codes.join("\n"))
              .then(() => announce("Codes copiés"))
          }
        >
          Copier
        </Button>
        <Button variant="filled" size="decision" wide onClick={onClose}>
          C’est noté
        </Button>
      </div>
    </Sheet>
  );
}
