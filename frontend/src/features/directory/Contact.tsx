import { IconDeviceMobile, IconPhone, IconUserPlus } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import type { Professional } from "../../api";
import { phoneHref, phoneWords } from "../../figures";
import { ButtonAnchor } from "../../ui/Button";
import { useTerritory } from "./directory";
import classes from "./Profile.module.css";
import type { MapPoint } from "./points";

const TerritoryMap = lazy(() => import("./TerritoryMap"));

/** Where it is on the map, and the numbers to call. */
export function Contact({ who }: { who: Professional }) {
  const territory = useTerritory();
  const points = useMemo(() => where(who), [who]);
  const desks = who.practices.filter((practice) => practice.phone !== null);
  return (
    <section className={classes.contact} aria-labelledby="contact">
      <h2 id="contact" className="visually-hidden">
        Contact
      </h2>
      {territory.data && points.length > 0 && (
        <div className={classes.miniMap}>
          <Suspense fallback={null}>
            <TerritoryMap territory={territory.data} points={points} close />
          </Suspense>
        </div>
      )}
      <ul>
        {desks.map(
          ({ id, phone, name }) =>
            phone && (
              <Line
                key={id}
                phone={phone}
                note={desks.length > 1 ? (name ?? "cabinet") : "secrétariat"}
              >
                <IconPhone size={18} stroke={1.75} aria-hidden="true" />
              </Line>
            ),
        )}
        {who.mobile_phone && (
          <Line phone={who.mobile_phone} note="confrères seulement">
            <IconDeviceMobile size={18} stroke={1.75} aria-hidden="true" />
          </Line>
        )}
        {desks.length === 0 && !who.mobile_phone && (
          <li className={classes.unknown}>Aucun numéro connu.</li>
        )}
      </ul>
      <div className={classes.keep}>
        <ButtonAnchor
          href={`/api/v1/professionals/${who.id}/card.vcf`}
          download
          size="small"
          wide
          icon={<IconUserPlus size={18} stroke={1.75} aria-hidden="true" />}
        >
          Ajouter à mes contacts
        </ButtonAnchor>
      </div>
    </section>
  );
}

function Line({ phone, note, children }: { phone: string; note: string; children: ReactNode }) {
  return (
    <li>
      {children}
      <a href={phoneHref(phone)}>{phoneWords(phone)}</a>
      <span className={classes.note}>{note}</span>
    </li>
  );
}

function where(who: Professional): MapPoint[] {
  return who.practices.flatMap((practice) =>
    practice.latitude === null || practice.longitude === null
      ? []
      : [
          {
            key: practice.id,
            kind: "people" as const,
            latitude: practice.latitude,
            longitude: practice.longitude,
            count: 1,
            free: true,
            label: practice.name ?? "Lieu d’exercice",
          },
        ],
  );
}
