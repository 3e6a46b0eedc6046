import "leaflet/dist/leaflet.css";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import {
  type LatLngBounds,
  type Map as LeafletMap,
  latLngBounds,
  layerGroup,
  type Marker,
} from "leaflet";
import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { Territory } from "../../../api";
import { clusters } from "./clusters";
import { CLOSEST, drawTerritory, emptyMap, heap, popupOver, symbol, untangle } from "./drawing";
import { PlaceIcon, type Standing } from "./PlaceIcon";
import type { MapPoint } from "./points";
import classes from "./TerritoryMap.module.css";

type TerritoryMapProps = {
  territory: Territory;
  points: MapPoint[];
  hovered?: string | null;
  selected?: string | null;
  onHover?: (key: string | null) => void;
  onSelect?: (key: string | null) => void;
  /** What is said over the selected point. */
  popup?: ReactNode;
  /** Around its points rather than around the whole territory; it stays as it is. */
  close?: boolean;
  /** Under the map: its legend. */
  children?: ReactNode;
};

const CLOSE_ZOOM = 14;
const APART_PX = 40;
const MARGIN_PX = 16;
const WORDS =
  "Carte du territoire. Les flèches la déplacent, plus et moins l’agrandissent et la réduisent, zéro revient à tout le territoire. La liste dit la même chose.";

/** Where React draws the icon of a marker. */
type Host = { key: string; standing: Standing; element: HTMLElement };

/**
 * The territory and the points of the list beside it. It says nothing that the list does not: its points
 * are out of the way of the keyboard, which moves the map and has the list.
 */
export default function TerritoryMap(props: TerritoryMapProps) {
  const { territory, points, hovered = null, selected = null, popup, close = false } = props;
  const frame = useRef<HTMLDivElement>(null);
  const whole = useRef<LatLngBounds>(null);
  const [map, setMap] = useState<LeafletMap | null>(null);
  const [zoom, setZoom] = useState(0);
  const [hosts, setHosts] = useState<Host[]>([]);
  const [box] = useState(() => document.createElement("div"));
  const markers = useRef(new Map<string, Marker>());
  const select = useEffectEvent((key: string | null) => props.onSelect?.(key));
  const hover = useEffectEvent((key: string | null) => props.onHover?.(key));

  const reset = useCallback((onto: LeafletMap | null) => {
    if (!onto || !whole.current) return;
    const legend = frame.current?.parentElement?.querySelector<HTMLElement>("[data-legend]");
    const below = MARGIN_PX + (legend ? legend.offsetHeight + MARGIN_PX : 0);
    onto.fitBounds(whole.current, {
      paddingTopLeft: [MARGIN_PX, MARGIN_PX],
      paddingBottomRight: [MARGIN_PX, below],
      animate: false,
    });
  }, []);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = emptyMap(element, !close);
    const { bounds, names } = drawTerritory(made, territory);
    whole.current = bounds;
    reset(made);
    made.setMaxBounds(bounds.pad(1));
    made.on("zoomend resize", () => untangle(names));
    made.on("zoomend", () => setZoom(made.getZoom()));
    untangle(names);
    made.on("click", () => select(null));
    const keys = (event: KeyboardEvent) => {
      if (event.key === "0") reset(made);
      if (event.key === "Escape") select(null);
    };
    if (!close) element.addEventListener("keydown", keys);
    const watch = new ResizeObserver(() => made.invalidateSize({ pan: false }));
    watch.observe(element);
    setMap(made);
    setZoom(made.getZoom());
    return () => {
      element.removeEventListener("keydown", keys);
      watch.disconnect();
      setMap(null);
      made.remove();
    };
  }, [territory, close, reset]);

  useEffect(() => {
    if (!map) return;
    const layer = layerGroup().addTo(map);
    const drawn: Host[] = [];
    const known = new Map<string, Marker>();
    for (const together of heaps(map, points, zoom)) {
      const [point] = together;
      if (!point) continue;
      const alone = together.length === 1;
      const made = alone ? symbol(point) : heap(point, together);
      made.on("click", () => (alone ? select(point.key) : closer(map, together)));
      if (alone) made.on("mouseover", () => hover(point.key)).on("mouseout", () => hover(null));
      made.addTo(layer);
      for (const { key } of together) known.set(key, made);
      const element = made.getElement()?.querySelector("span");
      if (alone && point.count === 1 && element) {
        drawn.push({ key: point.key, standing: point.standing, element });
      }
    }
    markers.current = known;
    setHosts(drawn);
    return () => {
      layer.remove();
    };
  }, [map, points, zoom]);

  useEffect(() => {
    const [only] = points;
    if (!map || !close || !only) return;
    map.setView([only.latitude, only.longitude], CLOSE_ZOOM, { animate: false });
  }, [map, points, close]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new map or zoom brings new markers, to mark again.
  useEffect(() => {
    const hot = new Set([hovered, selected].map((key) => key && markers.current.get(key)));
    for (const point of points) {
      const made = markers.current.get(point.key);
      made?.getElement()?.toggleAttribute("data-hot", hot.has(made));
      made?.setZIndexOffset(
        point.standing === "here" ? -1000 : hot.has(made) ? 2000 : point.free ? 1000 : 0,
      );
    }
    // What one points at in the list, out of sight on the map.
    const at = hovered ? markers.current.get(hovered)?.getLatLng() : undefined;
    if (map && at && !map.getBounds().contains(at)) map.panTo(at, { animate: false });
  }, [hovered, selected, points, map, zoom]);

  const at = points.find((point) => point.key === selected);
  const latitude = at?.latitude;
  const longitude = at?.longitude;
  useEffect(() => {
    if (!map || latitude === undefined || longitude === undefined) return;
    const shown = popupOver(map, [latitude, longitude], box);
    return () => {
      shown.remove();
    };
  }, [map, latitude, longitude, box]);

  return (
    <section className={classes.root} aria-label="Carte du territoire">
      <div
        ref={frame}
        className={classes.map}
        {...(!close && { role: "application", "aria-label": WORDS })}
      />
      {hosts.map(({ key, standing, element }) =>
        createPortal(<PlaceIcon of={standing} />, element, key),
      )}
      {at && createPortal(<div className={classes.card}>{popup}</div>, box)}
      {!close && (
        <div className={classes.zoom}>
          <button type="button" aria-label="Agrandir la carte" onClick={() => map?.zoomIn(1)}>
            <IconPlus size={20} stroke={1.75} aria-hidden="true" />
          </button>
          <button type="button" aria-label="Réduire la carte" onClick={() => map?.zoomOut(1)}>
            <IconMinus size={20} stroke={1.75} aria-hidden="true" />
          </button>
          <button type="button" aria-label="Revoir tout le territoire" onClick={() => reset(map)}>
            <IconFocusCentered size={20} stroke={1.75} aria-hidden="true" />
          </button>
        </div>
      )}
      {props.children}
    </section>
  );
}

/** The points that lie over each other at this zoom, together; one's own place is always alone. */
function heaps(map: LeafletMap, points: MapPoint[], zoom: number): MapPoint[][] {
  const placed = points
    .filter((point) => point.standing !== "here")
    .map((point) => ({ point, ...xy(map, point, zoom) }));
  const own = points.filter((point) => point.standing === "here").map((point) => [point]);
  return [...clusters(placed, zoom >= CLOSEST ? 0 : APART_PX), ...own];
}

function xy(map: LeafletMap, { latitude, longitude }: MapPoint, zoom: number) {
  const { x, y } = map.project([latitude, longitude], zoom);
  return { x, y };
}

function closer(map: LeafletMap, points: MapPoint[]): void {
  const bounds = latLngBounds(points.map(({ latitude, longitude }) => [latitude, longitude]));
  const zoom = Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds.pad(0.3)));
  map.setView(bounds.getCenter(), Math.min(zoom, CLOSEST), { animate: false });
}
