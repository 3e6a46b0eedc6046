import { IconDeviceMobile, IconPhone, IconUserPlus } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import type { Professional } from "../../api";
import { ButtonAnchor } from "../../ui/Button";
import { PhoneLink } from "../../ui/PhoneLink";
import { MiniMap } from "./map/MiniMap";
import type { MapPoint } from "./map/points";
import classes from "./Profile.module.css";

/** Where it is on the map, and the numbers to call. */
export function Contact({ who }: { who: Professional }) {
  const points = useMemo(() => where(who), [who]);
  const desks = who.practices.filter((practice) => practice.phone !== null);
  return (
    <section className={classes.contact} aria-labelledby="contact">
      <h2 id="contact" className="visually-hidden">
        Contact
      </h2>
      <MiniMap points={points} />
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
      <PhoneLink phone={phone} />
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
            standing: "people" as const,
            latitude: practice.latitude,
            longitude: practice.longitude,
            count: 1,
            free: true,
            label: practice.name ?? "Lieu d’exercice",
          },
        ],
  );
}
