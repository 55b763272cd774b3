// Made from schemas/safety.schema.json by 'npm run types'; change the schema, not this file.

/**
 * reads: changes nothing; makes: what another method can remove; changes: what is there; never: not without a person who has written the case
 */
export type Safety = "reads" | "makes" | "changes" | "never";

/**
 * fixtures/contract/platform/safety.yaml: what a call of a documented method does to a portal. An exception decides first, then 'never', then 'reads', then 'makes'; what is left changes something.
 */
export interface SafetyFile {
  /**
   * names of methods that no run may call unless a person has written its case; patterns of whole names, * for any characters, in any case
   */
  never: NeverGroup[];
  /**
   * last words of the names of methods that change nothing; * for any characters; in any case
   */
  reads: string[];
  /**
   * first words of titles of pages that say that something is changed, whatever the method's name looks like
   */
  changing: string[];
  /**
   * last words of the names of methods that make something, by those of the method that removes it; where there is no such method, the first one changes something
   */
  makes: {
    [k: string]: string[];
  };
  /**
   * methods that a person has looked at, each with the reason
   */
  exceptions: SafetyException[];
}
export interface NeverGroup {
  why: string;
  /**
   * @minItems 1
   */
  methods: [string, ...string[]];
}
export interface SafetyException {
  /**
   * name of one documented method
   */
  method: string;
  is: Safety;
  why: string;
}
