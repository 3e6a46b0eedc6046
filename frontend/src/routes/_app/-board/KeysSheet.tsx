import { Sheet } from "../../../ui/Sheet";
import classes from "./KeysSheet.module.css";

const KEYS: [string, string][] = [
  ["↑ ↓", "Aller d’une ligne à l’autre"],
  ["Entrée", "Ouvrir le panneau"],
  ["a", "Attribuer"],
  ["r", "Actualiser l’ordre des lignes"],
  ["/", "Chercher"],
  ["Échap", "Fermer le panneau"],
  ["?", "Cette aide"],
];

/** The keys of the board. */
export function KeysSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title="Au clavier" onClose={onClose}>
      <dl className={classes.root}>
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
