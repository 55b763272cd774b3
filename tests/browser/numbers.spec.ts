import { expect, type PageName, shownClaims, test } from './pages.ts';

const KINDS = [
  'green',
  'three',
  'deviations',
  'hints',
  'empty',
  'part',
  'drafts',
] as const satisfies PageName[];

for (const name of KINDS)
  test(`every number shows as many claims as it says, and they add up: ${name}`, async ({ open }) => {
    const page = await open(name);
    const all = await shownClaims(page).count();
    // All in the page: for each number a browser is asked six times.
    const numbers = (await page.evaluate(`(() => {
      const shown = document.querySelector('#shown');
      return [...document.querySelectorAll('[data-show]')].map((number) => {
        const said = Number.parseInt(number.innerText.replaceAll(',', ''), 10);
        number.click();
        const claims = document.querySelectorAll('.claim:not([hidden])').length;
        const found = { verdict: number.dataset.show, said, counted: Number(shown.textContent), claims };
        number.click();
        return found;
      });
    })()`)) as { verdict: string; said: number; counted: number; claims: number }[];
    for (const { verdict, said, counted, claims } of numbers)
      expect({ counted, claims }, verdict).toEqual({ counted: said, claims: said });
    expect(numbers.reduce((sum, { said }) => sum + said, 0)).toBe(all);
    await expect(page.locator('.shown')).toHaveText(new RegExp(`^${all} of ${all} `));
    const tiles = await page.locator('.tile .number').allInnerTexts();
    const claims = tiles.reduce((total, text) => total + Number(text.replaceAll(',', '')), 0);
    await expect(page.locator('p.sum')).toHaveText(new RegExp(`^${claims.toLocaleString('en')} claims\\b`));
  });

test('what a number excludes is said beside it', async ({ open }) => {
  const page = await open('drafts');
  await expect(page.locator('p.sum')).toHaveText(
    /in none of these numbers: \d+ of behaviour that no page states, \d+ of drafts that nobody has reviewed$/,
  );
  await expect(page.locator('.tile.not-exercised .note')).toHaveText(/^\d+ no request can test$/);
  await expect((await open('three')).locator('.tile.contradicted .note')).toHaveText('1 not failing the run');
  await expect((await open('hints')).locator('.tile.contradicted .note')).toHaveCount(0);
});

test('a page has as many claims of each verdict beneath its name as its line says', async ({ open }) => {
  const page = await open('three');
  // All in one: to ask the browser for each number of each page takes it longer than all other numbers together.
  const sections =
    (await page.evaluate(`[...document.querySelectorAll('main .page[id^="page:"]')].map((section) => ({
    line: section.querySelector('.health').innerText,
    verdicts: [...section.querySelectorAll('.claim')].map((claim) => claim.dataset.verdict),
  }))`)) as { line: string; verdicts: string[] }[];
  expect(sections.length).toBeGreaterThan(10);
  for (const { line, verdicts } of sections)
    for (const [verdict, pattern] of [
      ['confirmed', /(\d+) confirmed/],
      ['contradicted', /(\d+) contradicted/],
      ['deviation', /(\d+) known deviation/],
      ['disagreement', /(\d+) disagreement/],
      ['not-exercised', /(\d+) not exercised/],
    ] as const)
      expect(verdicts.filter((each) => each === verdict).length, `${verdict} of ${line}`).toBe(
        Number(pattern.exec(line)?.[1] ?? 0),
      );
});
