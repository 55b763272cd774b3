import type { Value } from '../call.ts';
import type { MethodCall } from '../methods/method.ts';
import { camel, type Row, title } from '../resources/fields.ts';
import type { NewerMethod } from './method.ts';
import { type Dto, filteredBy, orderedBy, pageIn, pick, selectedOf } from './query.ts';
import { refuseNewer } from './refusal.ts';

/** An object of REST 3.0 with the methods that read it: list, get, and those of its fields. */
export interface Entity {
  /** Prefix of the names of its methods: `tasks.task`. */
  readonly name: string;
  readonly scope: string;
  readonly dto: Dto;
  /** What comes of a field in `select` that the object does not have; it differs from object to object (observed). */
  readonly unknownField: 'refused' | 'left out';
  rows(call: MethodCall): Promise<readonly Row[]>;
}

export function entityMethods(entity: Entity): readonly NewerMethod[] {
  const { name, scope, dto, unknownField, rows } = entity;
  return [
    {
      name: `${name}.list`,
      scope,
      parameters: {
        select: { type: 'array' },
        filter: { type: 'array' },
        order: { type: 'object' },
        pagination: { type: 'object' },
      },
      async run(given, call) {
        const names = selectedOf(given, dto, 'refused');
        const found = orderedBy(filteredBy(await rows(call), given.filter, dto), given.order, dto);
        return { items: pageIn(found, given.pagination).map((row) => pick(row, names)) };
      },
    },
    {
      name: `${name}.get`,
      scope,
      parameters: { id: { type: 'integer', required: true }, select: { type: 'array' } },
      async run(given, call) {
        const names = selectedOf(given, dto, unknownField);
        const row = (await rows(call)).find(({ id }) => id === Number(given.id));
        if (row === undefined) return refuseNewer('ENTITYNOTFOUND', `Record with ID = ${given.id} not found`);
        return { item: pick(row, names) };
      },
    },
    ...fieldMethods(entity),
  ];
}

const FIELD: Dto = {
  name: 'DtoFieldDto',
  fields: Object.fromEntries(
    [
      'name',
      'type',
      'title',
      'description',
      'validationRules',
      'requiredGroups',
      'filterable',
      'sortable',
      'editable',
      'multiple',
      'elementType',
    ].map((name) => [name, { type: 'string', title: name }]),
  ),
};

function fieldMethods({ name, scope, dto }: Entity): readonly NewerMethod[] {
  const described = Object.entries(dto.fields).map(
    ([field, { type, title: text, filterable = false, sortable = false }]): Row => ({
      name: field,
      type,
      title: text,
      description: null,
      validationRules: [],
      requiredGroups: null,
      filterable,
      sortable,
      editable: false,
      multiple: false,
      elementType: null,
    }),
  );
  return [
    {
      name: `${name}.field.list`,
      scope,
      parameters: { select: { type: 'array' } },
      run(given) {
        const names = selectedOf(given, FIELD, 'refused');
        return { items: described.map((field) => pick(field, names)) };
      },
    },
    {
      name: `${name}.field.get`,
      scope,
      parameters: { name: { type: 'string', required: true }, select: { type: 'array' } },
      run(given) {
        const names = selectedOf(given, FIELD, 'refused');
        const found = described.find((field) => field.name === given.name);
        if (found === undefined)
          return refuseNewer('REALISATION_EXCEPTION_FIELDNOTFOUND', `Field ${String(given.name)} not found`);
        return { item: pick(found, names) };
      },
    },
  ];
}

/** Fields in short, as kinds of records have them: `{ ID: 'int', TITLE: 'string' }`, each in the spelling of REST 3.0. */
export function dtoOf(
  name: string,
  fields: Readonly<Record<string, 'int' | 'string' | 'datetime' | 'bool'>>,
): Dto {
  return {
    name,
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, type]) => [
        camel(field),
        { type, title: title(field), filterable: true, sortable: true },
      ]),
    ),
  };
}

/** A record with names as REST 3.0 writes them, and values in their types. */
export function dtoRow(row: Row, { fields }: Dto, renamed: Readonly<Record<string, string>> = {}): Row {
  const written = Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]));
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type }]): [string, Value] => {
      const value = written[renamed[name] ?? name] ?? null;
      return [name, type === 'int' && typeof value === 'string' ? Number(value) : value];
    }),
  );
}
