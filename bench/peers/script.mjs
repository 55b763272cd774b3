import { check, count } from './checks.mjs';

for (let index = 0; index < count; index++) await check();
