import { cloud } from './cloud.ts';
import { documented } from './documented.ts';
import type { Profile } from './profile.ts';
import { selfHosted } from './self-hosted.ts';

export type ProfileName = Profile['name'];

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  documented,
  'self-hosted': selfHosted,
  cloud,
};
