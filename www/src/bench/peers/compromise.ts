import nlp from 'compromise/three';

/** How many names compromise finds in a text. */
export function names(text: string): number {
  const read = nlp(text);
  return read.people().length + read.places().length + read.organizations().length;
}
