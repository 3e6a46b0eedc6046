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
} from "leaflet";
import type { Territory } from "../../api";
import type { MapPoint } from "./points";
import classes from "./TerritoryMap.module.css";

/** The drawing of the map with Leaflet: outlines shipped by us, no tile, no image, no address outside. */

const STETHOSCOPE =
  '<path d="M6 4h-1a2 2 0 0 0 -2 2v3.5a5.5 5.5 0 0 0 11 0v-3.5a2 2 0 0 0 -2 -2h-1"/><path d="M8 15a6 6 0 1 0 12 0v-3"/><path d="M11 3v2"/><path d="M6 3v2"/><path d="M20 10m-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0"/>';
const HOUSE =
  '<path d="M5 12l-2 0l9 -9l9 9l-2 0"/><path d="M5 12v7a2 2 0 0 0 2 2h10a2 2 0 0 0 2 -2v-7"/><path d="M10 12h4v4h-4z"/>';
const SIZE = 30;
const TALL_ENOUGH = 10;

/** A map with nothing on it. `moves`: it can be dragged and zoomed. */
export function emptyMap(element: HTMLElement, moves: boolean): LeafletMap {
  return leafletMap(element, {
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
    dragging: moves,
    scrollWheelZoom: moves,
    doubleClickZoom: moves,
    touchZoom: moves,
    boxZoom: false,
    zoomSnap: 0.25,
    minZoom: TALL_ENOUGH,
    maxZoom: 17,
    fadeAnimation: false,
  });
}

/** What was drawn: the bounds of the territory, and the names, the most useful first. */
export type Drawn = { bounds: LatLngBounds; names: Marker[] };

/** The neighbours, then the communes of the territory over them, with their names. */
export function drawTerritory(onto: LeafletMap, { communes }: Territory): Drawn {
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
    }).addTo(onto);
    if (commune.in_territory) bounds.extend(drawn.getBounds());
    if (commune.latitude === null || commune.longitude === null) continue;
    if (commune.in_territory && !several) continue;
    names.unshift(named(commune.name, [commune.latitude, commune.longitude]).addTo(onto));
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

/** The marker of a point: a disc for people, a square for a place; filled when somebody is free. */
export function symbol(point: MapPoint): Marker {
  const inside =
    point.count > 1
      ? String(point.count)
      : `<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${point.kind === "here" ? HOUSE : STETHOSCOPE}</svg>`;
  const look = point.kind === "here" ? classes.own : point.free ? classes.free : classes.full;
  return marker([point.latitude, point.longitude], {
    keyboard: false,
    interactive: point.kind !== "here",
    title: point.label,
    icon: divIcon({
      className: `${classes.point} ${look}`,
      html: inside,
      iconSize: [SIZE, SIZE],
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
