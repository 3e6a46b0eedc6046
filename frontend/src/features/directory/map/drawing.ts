import {
  divIcon,
  type LatLngBounds,
  type LatLngExpression,
  type Map as LeafletMap,
  latLngBounds,
  map as leafletMap,
  popup as leafletPopup,
  type Marker,
  marker,
  type Popup,
  polygon,
  polyline,
} from "leaflet";
import type { Territory } from "../../../api";
import type { MapPoint } from "./points";
import classes from "./TerritoryMap.module.css";

/** The drawing of the map with Leaflet: outlines shipped by us, no tile, no image, no address outside. */

const SIZE = 30;
const HEAP = 38;
/** Larger than a heap: it lies under the points of one’s own place and frames them. */
const HERE = 44;
const TALL_ENOUGH = 10;
/** The zoom from which nothing is put together any more. */
export const CLOSEST = 17;

/** A map with nothing on it. `moves`: it can be dragged and zoomed, by pointer, fingers or keys. */
export function emptyMap(element: HTMLElement, moves: boolean): LeafletMap {
  return leafletMap(element, {
    attributionControl: false,
    zoomControl: false,
    keyboard: moves,
    dragging: moves,
    scrollWheelZoom: moves,
    doubleClickZoom: moves,
    touchZoom: moves,
    boxZoom: false,
    zoomSnap: 0.25,
    minZoom: TALL_ENOUGH,
    maxZoom: CLOSEST,
    fadeAnimation: false,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
}

/** What was drawn: the bounds of the territory, and the names, the most useful first. */
export type Drawn = { bounds: LatLngBounds; names: Marker[] };

/** The neighbours, the communes of the territory over them, the rivers between them, with their names. */
export function drawTerritory(onto: LeafletMap, { communes, water }: Territory): Drawn {
  const bounds = latLngBounds([]);
  const names: Marker[] = [];
  const behindFirst = [...communes].sort(
    (one, other) => Number(one.in_territory) - Number(other.in_territory),
  );
  const several = communes.filter((commune) => commune.in_territory).length > 1;
  for (const commune of behindFirst) {
    const rings = commune.polygons.map((parts) =>
      parts.map((ring) =>
        ring.map(([longitude, latitude]): [number, number] => [latitude ?? 0, longitude ?? 0]),
      ),
    );
    const drawn = polygon(rings, {
      className: commune.in_territory ? classes.here : classes.around,
      interactive: false,
      noClip: true,
    }).addTo(onto);
    if (commune.in_territory) bounds.extend(drawn.getBounds());
    if (commune.latitude === null || commune.longitude === null) continue;
    if (commune.in_territory && !several) continue;
    names.unshift(named(commune.name, [commune.latitude, commune.longitude]).addTo(onto));
  }
  for (const river of water) {
    const line = river.map(([longitude, latitude]): [number, number] => [
      latitude ?? 0,
      longitude ?? 0,
    ]);
    polyline(line, { className: classes.water, interactive: false }).addTo(onto);
  }
  return { bounds, names };
}

function named(text: string, at: LatLngExpression): Marker {
  const label = document.createElement("span");
  label.textContent = text;
  return marker(at, {
    interactive: false,
    keyboard: false,
    zIndexOffset: -1000,
    icon: divIcon({ className: classes.name, html: label, iconSize: [0, 0] }),
  });
}

/** Hides the names that would lie over one already there; those that come first stay. */
export function untangle(names: Marker[]): void {
  const kept: DOMRect[] = [];
  for (const one of names) {
    const label = one.getElement()?.firstElementChild;
    if (!(label instanceof HTMLElement)) continue;
    const box = label.getBoundingClientRect();
    const hidden = kept.some(
      (other) =>
        box.left < other.right &&
        other.left < box.right &&
        box.top < other.bottom &&
        other.top < box.bottom,
    );
    label.style.visibility = hidden ? "hidden" : "visible";
    if (!hidden) kept.push(box);
  }
}

/** The marker of a point: a disc for people, a square for a structure; filled when somebody is free or it is open. */
export function symbol(point: MapPoint): Marker {
  const { standing, count, free } = point;
  const inside = document.createElement("span");
  if (count > 1) inside.textContent = String(count);
  const look = standing === "here" ? classes.own : free ? classes.free : "";
  const size = standing === "here" ? HERE : SIZE;
  const shape = standing === "people" ? "" : classes.square;
  return marker([point.latitude, point.longitude], {
    keyboard: false,
    interactive: standing !== "here",
    title: point.label,
    icon: divIcon({
      className: [classes.point, shape, look].filter(Boolean).join(" "),
      html: inside,
      iconSize: [size, size],
    }),
  });
}

/** The marker of points that would lie over each other, at the first of them: how many answers are there. */
export function heap(anchor: MapPoint, points: MapPoint[]): Marker {
  const number = points.reduce((sum, { count }) => sum + count, 0);
  const inside = document.createElement("span");
  inside.textContent = String(number);
  const free = points.some((point) => point.free) ? classes.free : "";
  return marker([anchor.latitude, anchor.longitude], {
    keyboard: false,
    title: `${number} réponses ici : agrandir`,
    icon: divIcon({
      className: [classes.point, classes.heap, free].filter(Boolean).join(" "),
      html: inside,
      iconSize: [HEAP, HEAP],
    }),
  });
}

/** An empty popup over a point, that the page fills. */
export function popupOver(onto: LeafletMap, at: LatLngExpression, content: HTMLElement): Popup {
  return leafletPopup({
    closeButton: false,
    closeOnClick: false,
    autoClose: false,
    closeOnEscapeKey: false,
    minWidth: 230,
    maxWidth: 300,
    offset: [0, -10],
    autoPanPadding: [16, 16],
    className: classes.popup,
  })
    .setLatLng(at)
    .setContent(content)
    .openOn(onto);
}
