// Made from schemas/deviations.schema.json by 'npm run types'; change the schema, not this file.

/**
 * Known differences of one target; each excuses one contradicted claim until it expires.
 */
export interface DeviationsFile {
  deviations: Deviation[];
}
export interface Deviation {
  claim: string;
  /**
   * what the target does instead
   */
  reason: string;
  /**
   * where it is followed up
   */
  link: string;
  /**
   * who answers for it
   */
  owner: string;
  /**
   * last day, YYYY-MM-DD
   */
  expires: string;
}
