import type { Stage } from '../stage.ts';

/** A portal that has another address now redirects every call (change-domen.md, Approach 1). */
export const moved: Stage = {
  name: 'moved',
  phase: 'decide',
  run({ portal: { settings }, request }) {
    if (settings.movedTo === undefined) return undefined;
    // Odd clients send bytes in a request line that no header may carry.
    const target = request.target.replace(/[^\x21-\x7e]/g, encodeURIComponent);
    return { status: 302, headers: { location: settings.movedTo.replace(/\/+$/, '') + target } };
  },
};
