// Made from schemas/documentation.schema.json by 'npm run types'; change the schema, not this file.

/**
 * the revision of the documentation that claims were made from
 */
export interface DocumentationRevision {
  /**
   * name of the documentation's repository
   */
  repository: string;
  /**
   * as Git abbreviates it
   */
  revision: string;
  /**
   * day of the revision, YYYY-MM-DD
   */
  date: string;
  pages?: NewerPages;
}
/**
 * pages that were read as a later revision has them: path to revision
 */
export interface NewerPages {
  [k: string]: string;
}
