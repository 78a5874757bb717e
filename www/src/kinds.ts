/** The groups of kinds that share a colour. */
const GROUPS: Record<string, readonly string[]> = {
  person: ['person'],
  organization: ['organization'],
  location: ['location'],
  contact: ['email', 'phone', 'credit_card', 'iban', 'ssn', 'secret', 'crypto_address', 'mac'],
  time: ['date', 'time', 'duration'],
  amount: ['money', 'percent', 'quantity', 'number'],
  other: ['product', 'work', 'event', 'group'],
};
const LABELS: readonly (readonly [string, string])[] = [
  ['person', 'person'],
  ['organization', 'organization'],
  ['location', 'location'],
  ['contact', 'personal, secret'],
  ['time', 'time'],
  ['amount', 'amount'],
  ['other', 'work, product, event'],
  ['technical', 'address, identifier'],
];

const GROUP_OF = new Map(Object.entries(GROUPS).flatMap(([group, kinds]) => kinds.map((kind) => [kind, group] as const)));

/** The group of a kind. */
export function group(kind: string): string {
  return GROUP_OF.get(kind) ?? 'technical';
}

export { LABELS as GROUP_LABELS };
