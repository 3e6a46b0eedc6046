import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { ButtonAnchor, ButtonLink } from "../../ui/Button";
import classes from "./OpenNow.module.css";

const TABLES = [
  { href: "/api/v1/professionals.csv", label: "Professionnels, pour Excel" },
  { href: "/api/v1/organisations.csv", label: "Structures, pour Excel" },
] as const;

/** The directory on paper and in one's own files. */
export function Takeaway() {
  return (
    <section className={classes.root} aria-labelledby="takeaway">
      <h2 id="takeaway" className={classes.title}>
        Emporter l’annuaire
      </h2>
      <p className={classes.taken}>
        <ButtonLink
          to="/feuille-de-garde"
          size="small"
          icon={<IconPrinter size={18} stroke={1.75} aria-hidden="true" />}
        >
          Feuille de garde à imprimer
        </ButtonLink>
        {TABLES.map(({ href, label }) => (
          <ButtonAnchor
            key={href}
            href={href}
            download
            size="small"
            icon={<IconDownload size={18} stroke={1.75} aria-hidden="true" />}
          >
            {label}
          </ButtonAnchor>
        ))}
      </p>
    </section>
  );
}
