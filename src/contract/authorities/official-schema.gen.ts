// Made from schemas/official-schema.schema.json by 'npm run types'; change the schema, not this file.

/**
 * what we read of a file of the documentation's own registry, which has one for each method; made there from the Russian pages. It has more, which is let pass
 */
export interface OfficialSchema {
  $v: 1;
  method: string;
  scope?: string | null;
  params: OfficialRow[];
  /**
   * fields of parameters, by the name that a row's `ref` leads to
   */
  defs?: {
    [k: string]: OfficialFields;
  };
  returns?: OfficialRow[];
  /**
   * whether the page marks what is required at all
   */
  requiredConvention?: boolean;
  deprecated?: OfficialDeprecation;
  source?: OfficialSource;
}
export interface OfficialRow {
  name: string;
  /**
   * as the page prints it; 'unknown' where it prints none
   */
  type: string;
  required: true | false | "unknown";
  /**
   * `#/defs/NAME`
   */
  ref?: string;
}
export interface OfficialFields {
  fields: OfficialRow[];
}
export interface OfficialDeprecation {
  successor?: string;
}
export interface OfficialSource {
  /**
   * path in the documentation repository
   */
  file?: string;
}
