/** A run of words, and where it leads if it is a telephone number or a site. */
export interface Piece {
  text: string;
  href?: string;
}

export interface Support {
  heading: string;
  /** Sentences, and between them the places to turn to as a list. */
  blocks: ({ kind: "text"; pieces: Piece[] } | { kind: "places"; places: Piece[][] })[];
}

const SENTENCES = /(?<=[.!?]) +/;
const PLACE = /^[A-Z][^:.]{2,40}: (?=.*(?:\d|\.(?:com|org)\b))/;
const REACHED = /\b\d{2,3}(?: \d{2,3})*\b|\b[a-z]+\.(?:com|org)\b/g;

/** The words of help laid out to be read in distress: a heading, short lines, and numbers that can be pressed. */
export function laidOut(text: string): Support {
  const [heading = "", ...sentences] = text.split(SENTENCES);
  const blocks: Support["blocks"] = [];
  for (const sentence of sentences) {
    const last = blocks.at(-1);
    const pieces = linked(sentence);
    if (!PLACE.test(sentence)) blocks.push({ kind: "text", pieces });
    else if (last?.kind === "places") last.places.push(pieces);
    else blocks.push({ kind: "places", places: [pieces] });
  }
  return { heading, blocks };
}

function linked(sentence: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of sentence.matchAll(REACHED)) {
    const [text] = found;
    if (found.index > from) pieces.push({ text: sentence.slice(from, found.index) });
    pieces.push({ text, href: /\d/.test(text) ? `tel:${text.replaceAll(" ", "")}` : `https://${text}` });
    from = found.index + text.length;
  }
  if (from < sentence.length) pieces.push({ text: sentence.slice(from) });
  return pieces;
}
