import { IconIdBadge2 } from "@tabler/icons-react";
import classes from "./ProSanteConnect.module.css";

type ProSanteConnectProps = {
  /** Where one goes to sign in. */
  address: string;
  /** In a new tab: the page that one is on stays as it is. */
  apart?: boolean;
};

/** The door of health professionals: their card CPS, or the e-CPS on their phone. */
export function ProSanteConnect({ address, apart }: ProSanteConnectProps) {
  return (
    <a className={classes.root} href={address} target={apart ? "_blank" : undefined}>
      <IconIdBadge2 size={28} stroke={1.75} aria-hidden="true" />
      <span>
        S’identifier avec
        <br />
        Pro Santé Connect
      </span>
    </a>
  );
}
