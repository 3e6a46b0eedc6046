import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { TeleconsultationKitItem, TeleconsultationSite } from "../../api";
import { useServerNow } from "../../clock";
import { dayKey, numericDate } from "../../time";
import { Button } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { StatusShape } from "../../ui/StatusShape";
import { undoable } from "../../undo";
import { type KitChanges, shownKit } from "./kit";
import classes from "./Sites.module.css";
import { KIT_ITEM } from "./site-words";
import { useSaveKit } from "./sites";

/** What the kit holds: one tap says that an item was looked at today, and can be taken back. */
export function KitCard({ site, keeps }: { site: TeleconsultationSite; keeps: boolean }) {
  const today = dayKey(useServerNow());
  const [pending, setPending] = useState<KitChanges>({});
  const save = useSaveKit(site.id);
  const lines = shownKit(site.kit, pending);
  const others = site.kit.filter(({ item }) => lines.every((line) => line.item !== item));
  const dayOf = (line: (typeof lines)[number]) => (line.changes ? line.day : line.checked_on);
  const toCheck = lines.filter((line) => dayOf(line) !== today);

  function forget(changes: KitChanges) {
    setPending((before) =>
      Object.fromEntries(Object.entries(before).filter(([item]) => !(item in changes))),
    );
  }
  function change(sentence: string, changes: KitChanges) {
    setPending((before) => ({ ...before, ...changes }));
    undoable({
      sentence,
      commit: (leaving) => {
        const done = () => forget(changes);
        save.mutateAsync({ id: site.id, changes, leaving }).then(done, done);
      },
      revert: () => forget(changes),
    });
  }
  const check = (items: TeleconsultationKitItem[], sentence: string) =>
    change(sentence, Object.fromEntries(items.map((item) => [item, today])));

  return (
    <section className={classes.card} aria-labelledby="appareils">
      <div className={classes.title}>
        <h2 id="appareils">Appareils</h2>
        {keeps && toCheck.length > 1 && (
          <Button
            size="small"
            variant="tint"
            onClick={() =>
              check(
                toCheck.map(({ item }) => item),
                "Tout vérifié aujourd’hui",
              )
            }
          >
            Tout vérifié aujourd’hui
          </Button>
        )}
      </div>
      <Refusal error={save.error} />
      <ul className={classes.lines}>
        {lines.map((line) => {
          const day = dayOf(line);
          const old = day !== null && !line.changes && (line.good_until ?? "") < today;
          const name = KIT_ITEM[line.item];
          return (
            <li key={line.item} className={classes.line}>
              <StatusShape shape={day === null ? "miss" : old ? "soon" : "agreed"} />
              <span>
                <b>{name}</b>
                <small>
                  {day === null && "Manquant."}
                  {day !== null && line.changes && "Vérifié aujourd’hui."}
                  {day !== null &&
                    !line.changes &&
                    `Vérifié le ${numericDate(day)} par ${line.checked_by}${
                      old
                        ? ", à revérifier."
                        : `, valable jusqu’au ${numericDate(line.good_until ?? "")}.`
                    }`}
                </small>
              </span>
              {keeps && (
                <span className={classes.acts}>
                  {day !== today && (
                    <Button
                      size="small"
                      variant={day === null || old ? "default" : "quiet"}
                      aria-label={`${name} vérifié aujourd’hui`}
                      onClick={() => check([line.item], `${name} vérifié aujourd’hui`)}
                    >
                      Vérifié aujourd’hui
                    </Button>
                  )}
                  {day !== null && (
                    <Button
                      size="small"
                      variant="quiet"
                      aria-label={`Retirer ${name}`}
                      icon={<IconTrash size={18} stroke={1.75} aria-hidden="true" />}
                      onClick={() => change(`${name} retiré`, { [line.item]: null })}
                    />
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {keeps && others.length > 0 && (
        <SelectField<TeleconsultationKitItem>
          label="Ajouter un appareil"
          empty="Choisir"
          value=""
          options={others.map(({ item }) => ({ value: item, label: KIT_ITEM[item] }))}
          onChange={(item) => item && check([item], `${KIT_ITEM[item]} ajouté`)}
        />
      )}
    </section>
  );
}
