import { Brand } from "../../../ui/Brand";
import classes from "./PublicForm.module.css";

/** The address names no community: it was not copied whole. */
export function NoSuchForm() {
  return (
    <main className={classes.root}>
      <title>Formulaire introuvable · Maillage</title>
      <Brand />
      <div className={classes.head}>
        <h1>Ce formulaire n’existe pas</h1>
        <p>
          L’adresse n’a pas été copiée en entier. Reprenez-la sur l’affiche, ou appelez le 3646
          (CPAM).
        </p>
      </div>
    </main>
  );
}
