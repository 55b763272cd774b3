// Made from schemas/resource.schema.json by 'npm run types'; change the schema, not this file.

/**
 * JSON type of its id; default: integer
 */
export type IdType = "integer" | "string";
export type Variable = string;
/**
 * credential by which a portal allows few of them at once: cases that make one by it take turns
 */
export type CredentialOfFew = "webhook" | "token";
export type Name = string;
export type Method = string;
/**
 * JSON Pointer (RFC 6901) into the answer
 */
export type Pointer = string;
/**
 * refusals that mean that it is not there: codes, or the texts of those without a code
 *
 * @minItems 1
 */
export type Codes = [string, ...string[]];
/**
 * own: the asker's; foreign: another application's; none: there is none
 */
export type Belonging = "own" | "foreign" | "none";

/**
 * Something that cases need on a portal, such as a bot: how it is made, found again, removed, or given by a variable.
 */
export interface ResourceFile {
  /**
   * name in references: $NAME.id
   */
  resource: string;
  /**
   * pages of the documentation that the recipe was made from
   */
  sources?: string[];
  /**
   * the resource on whose behalf the recipe calls: its 'identity' is added to the parameters of each call
   */
  owner?: string;
  idType?: IdType;
  /**
   * variable that gives its id; by kind of credential where it belongs to the application that made it
   */
  given?: Variable | VariablesByCredential;
  /**
   * under OAuth it is another one, made by access token; follows from 'given' where that names a variable for tokens
   */
  perCredential?: true;
  /**
   * reference to the value of its id where no variable gives it
   */
  otherwise?: string;
  few?: CredentialOfFew;
  secret?: ResourceSecret;
  identity?: RecipeParameters;
  taken?: RecipeParameters1;
  /**
   * the first way whose method the portal has
   */
  make?: Make | [Make, ...Make[]];
  /**
   * finds its id again by $unique
   */
  find?: Find | [Find, ...Find[]];
  remove?: Remove | [Remove, ...Remove[]];
  /**
   * a question that changes nothing: what a given one is
   */
  check?: Question | [Question, ...Question[]];
  /**
   * further parts: another one of its kind, something known of the target, or a constant
   */
  others?: {
    [k: string]: string | number | boolean | Other;
  };
}
export interface VariablesByCredential {
  webhook?: Variable;
  token?: Variable;
}
/**
 * a text of the run's own choice that shows whose the resource is; kept in no file, derived again when needed
 */
export interface ResourceSecret {
  part: Name;
  given?: Variable;
  /**
   * the kind of credential that needs it; calls by the other leave it out
   */
  for?: "webhook" | "token";
}
/**
 * texts hold references: $NAME.PART of this or another resource, $unique, $run; $$ is a dollar
 */
export interface RecipeParameters {
  [k: string]: unknown;
}
/**
 * texts hold references: $NAME.PART of this or another resource, $unique, $run; $$ is a dollar
 */
export interface RecipeParameters1 {
  [k: string]: unknown;
}
export interface Make {
  call: Method;
  with: RecipeParameters;
  id: Pointer;
}
export interface Find {
  call: Method;
  with?: RecipeParameters;
  /**
   * JSON Pointer (RFC 6901) into the answer
   */
  in?: string;
  where?: Where;
  id: Pointer;
  gone?: Codes;
}
/**
 * JSON Pointer to the value that an item must have there
 */
export interface Where {
  [k: string]: string | number | boolean;
}
export interface Remove {
  call?: Method;
  with?: RecipeParameters;
  gone?: Codes;
  /**
   * why nothing removes it
   */
  none?: string;
}
export interface Question {
  call: Method;
  with: RecipeParameters;
  answers: Answers;
  has?: Holds;
  /**
   * said where there is none: then it is not used; without, the configuration is wrong
   */
  lacking?: string;
}
/**
 * error code, or success, to what the resource then is; any other answer says nothing
 */
export interface Answers {
  [k: string]: Belonging;
}
/**
 * where the answer is a success: the list there holds the item, or anything at all; else there is none
 */
export interface Holds {
  in: Pointer;
  /**
   * a reference or a constant
   */
  item?: string | number;
}
export interface Other {
  given?: Variable;
  /**
   * who makes it: NAME.PART of the owner
   */
  owner?: string;
  /**
   * made with a secret of its own: by another application
   */
  secret?: "other";
  /**
   * webhook-user: the user on whose behalf the webhook calls, from its address
   */
  known?: "webhook-user";
}
