import { IconLock, IconPlugConnectedX, IconWifiOff, type TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Banner.module.css";

export type BannerKind = "offline" | "provider_down" | "read_only";

const ICON: Record<BannerKind, TablerIcon> = {
  offline: IconWifiOff,
  provider_down: IconPlugConnectedX,
  read_only: IconLock,
};

/** A message for the whole page. One at a time, the worst. */
export function Banner({ kind, children }: { kind: BannerKind; children: ReactNode }) {
  const Icon = ICON[kind];
  return (
    <div className={classes.root} role="status">
      <Icon size={20} stroke={1.75} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
