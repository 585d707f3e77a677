export type Piece = { text: string; hit: boolean };

/** Each letter without accents, so that positions stay those of the original. */
function plainLetters(text: string): string[] {
  return [...text].map((letter) => letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase());
}

/** Marks in a name what was typed, word by word, without regard for accents or case. */
export function highlight(name: string, typed: string): Piece[] {
  const letters = [...name];
  const plain = plainLetters(name);
  const hits = letters.map(() => false);
  for (const word of typed.trim().split(/\s+/).filter(Boolean)) {
    const wanted = plainLetters(word);
    const at = plain.findIndex((_, start) =>
      wanted.every((letter, offset) => plain[start + offset] === letter),
    );
    if (at >= 0) hits.fill(true, at, at + wanted.length);
  }
  const pieces: Piece[] = [];
  letters.forEach((letter, index) => {
    const last = pieces.at(-1);
    if (last && last.hit === hits[index]) last.text += letter;
    else pieces.push({ text: letter, hit: hits[index] ?? false });
  });
  return pieces;
}
