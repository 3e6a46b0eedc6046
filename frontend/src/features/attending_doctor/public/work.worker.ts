import { numberOf, type Work } from "./work";

/** Works beside the page, which stays quick while one types. */
self.onmessage = ({ data }: MessageEvent<Work>) => self.postMessage(numberOf(data));
