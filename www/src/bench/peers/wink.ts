import winkNlp from 'wink-nlp';
import model from 'wink-eng-lite-web-model';

// Its own entities are dates, amounts, addresses and the like; names are runs of proper nouns to it.
const nlp = winkNlp(model, ['sbd', 'pos', 'ner', 'cer']);
nlp.learnCustomEntities([{ name: 'name', patterns: ['PROPN', 'PROPN PROPN', 'PROPN PROPN PROPN'] }]);

/** How many entities and names wink-nlp finds in a text. */
export function entities(text: string): number {
  const read = nlp.readDoc(text);
  return read.entities().length() + read.customEntities().length();
}
