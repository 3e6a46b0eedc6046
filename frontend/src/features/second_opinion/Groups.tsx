import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OpinionGroup } from "../../api";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { undoable } from "../../undo";
import { GroupSheet } from "./GroupSheet";
import classes from "./Groups.module.css";
import { useDropGroup } from "./opinions";
import { groupsOptions, templatesOptions } from "./reads";
import { TemplateSheet } from "./TemplateSheet";

/** The groups that one may ask together, and what each specialty asks to know; kept by the coordination. */
export function Groups() {
  const groups = useQuery(groupsOptions);
  const templates = useQuery(templatesOptions);
  const [editing, setEditing] = useState<OpinionGroup | "new" | null>(null);
  const [writing, setWriting] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const drop = useDropGroup();
  const shown = groups.data?.items.filter(({ id }) => id !== leaving) ?? [];
  const template = templates.data?.items.find((it) => it.specialty_code === writing);

  function remove({ id, name }: OpinionGroup) {
    setLeaving(id);
    undoable({
      sentence: `${name} supprimée`,
      commit: (away) => drop.mutate({ id, leaving: away }),
      revert: () => setLeaving(null),
    });
  }
  return (
    <Page
      title="Filières d’avis"
      column
      aside={
        <Button
          variant="filled"
          size="small"
          icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
          onClick={() => setEditing("new")}
        >
          Nouvelle filière
        </Button>
      }
    >
      <Refusal error={groups.error ?? templates.error ?? drop.error} />
      {!groups.data && !groups.error && <Skeletons shape="row" count={3} />}
      {groups.data && shown.length === 0 && (
        <EmptyState title="Aucune filière">
          Réunissez les confrères qui répondent ensemble&nbsp;: le premier qui accepte répond.
        </EmptyState>
      )}
      <ul className={classes.list}>
        {shown.map((group) => (
          <li key={group.id} className={classes.row}>
            <div>
              <b>{group.name}</b>
              <small>
                {group.specialty_label} · {group.members.map(({ name }) => name).join(", ")}
              </small>
            </div>
            <Button
              variant="quiet"
              size="small"
              aria-label={`Modifier ${group.name}`}
              icon={<IconPencil size={18} stroke={1.75} aria-hidden="true" />}
              onClick={() => setEditing(group)}
            />
            <Button
              variant="quiet"
              size="small"
              aria-label={`Supprimer ${group.name}`}
              icon={<IconTrash size={18} stroke={1.75} aria-hidden="true" />}
              onClick={() => remove(group)}
            />
          </li>
        ))}
      </ul>
      <section className={classes.section} aria-labelledby="questions">
        <h2 id="questions">Questions par spécialité</h2>
        <ul className={classes.list}>
          {templates.data?.items.map((it) => (
            <li key={it.specialty_code} className={classes.row}>
              <div>
                <b>{it.specialty_label}</b>
                <small>{it.questions.map(({ label }) => label).join(" · ") || "Aucune"}</small>
              </div>
              <Button
                variant="quiet"
                size="small"
                aria-label={`Modifier les questions, ${it.specialty_label}`}
                icon={<IconPencil size={18} stroke={1.75} aria-hidden="true" />}
                onClick={() => setWriting(it.specialty_code)}
              />
            </li>
          ))}
        </ul>
      </section>
      {editing && (
        <GroupSheet
          group={editing === "new" ? null : editing}
          templates={templates.data?.items ?? []}
          onClose={() => setEditing(null)}
        />
      )}
      {template && <TemplateSheet template={template} onClose={() => setWriting(null)} />}
    </Page>
  );
}
