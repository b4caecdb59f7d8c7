/** The media types that are taken, by what they are called; anything else is refused. */
export const MEDIA_TYPES = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/heic': 'HEIC',
  'application/pdf': 'PDF',
  'application/ofd': 'OFD',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'text/plain': 'TXT',
} as const;
export type MediaType = keyof typeof MEDIA_TYPES;

export const namesOf = (types: readonly MediaType[]): string => types.map((type) => MEDIA_TYPES[type]).join(', ');
