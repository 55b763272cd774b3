/** Provisions what `needed` names on a fake portal, in a process that can be killed; says so once it is done. */
import { newRunId } from '../../../src/portal/provision.ts';
import { type Site, toProvision } from './fake-site.ts';

const [, , site = '{}', ...needed] = process.argv;
const { provisioner, close } = toProvision(JSON.parse(site) as Site, newRunId());
await provisioner.provision(needed);
console.log('provisioned');
await close();
