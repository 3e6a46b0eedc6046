import "leaflet/dist/leaflet.css";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { type Map as LeafletMap, layerGroup, type Marker } from "leaflet";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { Territory } from "../../api";
import { drawTerritory, emptyMap, popupOver, symbol, untangle } from "./map-drawing";
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
  /** Around its points rather than around the whole territory. */
  close?: boolean;
  /** Under the map: its legend. */
  children?: ReactNode;
};

const CLOSE_ZOOM = 14;

/**
 * The territory and the points of the list beside it. It says nothing that the list does not: its points
 * are out of the way of the keyboard, which has the list.
 */
export default function TerritoryMap(props: TerritoryMapProps) {
  const { territory, points, hovered = null, selected = null, popup, close, children } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<LeafletMap | null>(null);
  const [box] = useState(() => document.createElement("div"));
  const markers = useRef(new Map<string, Marker>());
  const select = useEffectEvent((key: string | null) => props.onSelect?.(key));
  const hover = useEffectEvent((key: string | null) => props.onHover?.(key));

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = emptyMap(element, !close);
    const { bounds, names } = drawTerritory(made, territory);
    made.fitBounds(bounds, {
      paddingTopLeft: [18, 18],
      paddingBottomRight: [18, close ? 18 : 84],
      animate: false,
    });
    made.setMaxBounds(bounds.pad(1));
    made.on("zoomend resize", () => untangle(names));
    untangle(names);
    made.on("click", () => select(null));
    const watch = new ResizeObserver(() => made.invalidateSize({ pan: false }));
    watch.observe(element);
    setMap(made);
    return () => {
      watch.disconnect();
      setMap(null);
      made.remove();
    };
  }, [territory, close]);

  useEffect(() => {
    if (!map) return;
    const layer = layerGroup().addTo(map);
    markers.current = new Map(
      points.map((point) => {
        const made = symbol(point)
          .on("click", () => select(point.key))
          .on("mouseover", () => hover(point.key))
          .on("mouseout", () => hover(null));
        made.addTo(layer);
        return [point.key, made];
      }),
    );
    const [only] = points;
    if (close && only) {
      map.setView([only.latitude, only.longitude], CLOSE_ZOOM, { animate: false });
    }
    return () => {
      layer.remove();
    };
  }, [map, points, close]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new map brings new markers, to mark again.
  useEffect(() => {
    for (const point of points) {
      const made = markers.current.get(point.key);
      const hot = point.key === hovered || point.key === selected;
      made?.getElement()?.toggleAttribute("data-hot", hot);
      made?.setZIndexOffset(hot ? 2000 : point.free ? 1000 : 0);
    }
  }, [hovered, selected, points, map]);

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
      <div ref={frame} className={classes.map} />
      {at && createPortal(<div className={classes.card}>{popup}</div>, box)}
      {!close && (
        <div className={classes.zoom}>
          <button type="button" aria-label="Agrandir la carte" onClick={() => map?.zoomIn(1)}>
            <IconPlus size={20} stroke={1.75} aria-hidden="true" />
          </button>
          <button type="button" aria-label="Réduire la carte" onClick={() => map?.zoomOut(1)}>
            <IconMinus size={20} stroke={1.75} aria-hidden="true" />
          </button>
        </div>
      )}
      {children}
    </section>
  );
}
