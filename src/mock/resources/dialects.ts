import type { ErrorAnswer } from '../errors.ts';
import { type Field, title } from './fields.ts';
import type { Dialect } from './resource.ts';

const error = (code: string, text: string, status = 400): ErrorAnswer => ({ status, code, text });

const marks = ({ name, required, readOnly, multiple }: Field) => ({
  isRequired: required,
  isReadOnly: readOnly,
  isImmutable: false,
  isMultiple: multiple,
  isDynamic: name.startsWith('UF_'),
});

/** `crm.lead.list` and its like: upper case, everything as text, refusals without a code. */
export const crmDialect: Dialect = {
  names: 'upper',
  values: 'text',
  describe: (field) => ({ type: field.type, ...marks(field), title: title(field.name) }),
  unknown: () => 'recordUnknown',
  missing: () => error('', 'ID is not defined or invalid.'),
  malformed: (parameter) => error('', `Parameter '${parameter}' must be array.`),
};

/** What the engine of controllers answers where a parameter is left out (observed). */
const notGiven = (parameter: string): ErrorAnswer =>
  error('100', `Could not find value for parameter {${parameter}}`);

/** Controllers, as in `catalog.catalog.list` and `crm.item.list`: camel case, values with their types. */
export const controllerDialect: Dialect = {
  names: 'camel',
  values: 'typed',
  describe: (field) => ({ type: field.type, ...marks(field), title: title(field.name) }),
  // crm.item.get answers NOT_FOUND, not ERROR_NOT_FOUND (rest3.md of what is known)
  unknown: () => error('NOT_FOUND', 'Element not found'),
  missing: notGiven,
  malformed: (parameter) =>
    error(
      '100',
      `Invalid value {string} to match with parameter {${parameter}}. Should be value of type array.`,
    ),
};

/** `tasks.task.*`: camel case, everything as text, fields described in upper case. */
export const tasksDialect: Dialect = {
  ...controllerDialect,
  values: 'text',
  describe: ({ name, type, required }) => ({
    title: title(name),
    type,
    ...(name === 'ID' && { primary: true }),
    ...(required && { required: true }),
  }),
  unknown: () => error('0', 'Task not found or not accessible'),
};

/** `task.commentitem.*`, `task.elapseditem.*`: upper case as text, refusals of the component that they stand on. */
export const oldTasksDialect: Dialect = {
  ...crmDialect,
  unknown: () =>
    error('ERROR_CORE', 'TASKS_ERROR_EXCEPTION_#8; Action failed; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>'),
  missing: (parameter) =>
    error(
      'ERROR_CORE',
      `TASKS_ERROR_EXCEPTION_#256; Param #0 (${parameter}) expected by method, but not given.; 256/TE/WRONG_ARGUMENTS<br>`,
    ),
};

/** Lists of people and departments: a field is described by its title alone, unknown ids are not there. */
export const peopleDialect: Dialect = { ...crmDialect, describe: ({ name }) => title(name) };

export const diskDialect: Dialect = {
  ...crmDialect,
  describe: ({ type }) => ({ TYPE: type, USE_IN_FILTER: true, USE_IN_SHOW: true }),
  unknown: (id) => error('ERROR_NOT_FOUND', `Could not find entity with id '${id}'.`),
  missing: (parameter) => error('ERROR_ARGUMENT', `Argument '${parameter.toLowerCase()}' is null or empty`),
};

export const calendarDialect: Dialect = {
  ...crmDialect,
  unknown: () => error('', 'Event not found'),
};

/** `calendar.*` names the method in what it answers to a parameter that is left out. */
export const calendarDialectOf = (method: string): Dialect => ({
  ...calendarDialect,
  missing: (parameter) =>
    error('', `The required parameter "${parameter}" is not set for the method "${method}"`),
});

export const listsDialect: Dialect = {
  ...crmDialect,
  unknown: () => error('ERROR_ELEMENT_NOT_FOUND', 'Element not found'),
  missing: (parameter) =>
    error('ERROR_REQUIRED_PARAMETERS_MISSING', `Required parameter \`${parameter}\` is missing`),
};

export const groupsDialect: Dialect = {
  ...crmDialect,
  missing: () => error('', 'Wrong group ID'),
};
