import type { Page } from '@playwright/test';
import type { PageData } from '../../src/report/html/shapes.ts';
import { claim, expect, pageUrl, shownClaims, test } from './pages.ts';
import { CHECKED_PAGE, CLAIMLESS_PAGE, FLIPPING, FRESH, LONG_ANSWER, THREE } from './worlds.ts';

const STATUS = 'system.insufficient_scope.status';

test.describe('the top', () => {
  test('says that nothing is contradicted', async ({ open }) => {
    const page = await open('green');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is contradicted');
    await expect(page.getByText('embedded mock portal, profile documented')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Contradicted', exact: true })).toHaveCount(0);
  });

  test('counts contradictions and lists them', async ({ open }) => {
    const page = await open('three');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 claims are contradicted, and 1 hint');
    await expect(page.locator('.first li')).toHaveCount(3);
    // Two methods may state the same of themselves: only the id says which one it is.
    const ids = await page.locator('.first .id').allTextContents();
    expect(ids.toSorted()).toEqual(THREE.toSorted());
    await expect(page.locator('.tile.contradicted .number')).toHaveText('3');
  });

  test('says that all contradictions are known', async ({ open }) => {
    const page = await open('deviations');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      /^Nothing is contradicted beyond \d+ known deviations$/,
    );
  });

  test('says what changed since the previous run, and how the numbers went', async ({ open }) => {
    const page = await open('three');
    await expect(page.locator('.since h2')).toHaveText('1 change, 1 new contradiction');
    await expect(page.locator('.since li').first()).toContainText(`${FRESH} confirmed → contradicted`);
    await expect(page.locator('.trend')).toHaveCount(5);
    await page.getByText('The last 13 runs of this target').click();
    await expect(page.locator('#runs tbody tr')).toHaveCount(13);
  });

  test('says that there is nothing to compare a first run with', async ({ open }) => {
    const page = await open('first');
    await expect(page.getByText('nothing to compare it with')).toBeVisible();
    await expect(page.locator('.since')).not.toContainText('Of earlier runs');
    await expect(page.locator('.trend, .chip.new, .chip.flips')).toHaveCount(0);
  });
});

test.describe('what made the report', () => {
  test('is named: suite, commit, Node.js and revision of the documentation', async ({ open }) => {
    const facts = (await open('green')).locator('.facts').last();
    await expect(facts).toContainText('made by b24-conformance 1.2.3 (abc1234), Node.js 20.18.1');
    await expect(facts).toContainText(/judged by documentation b24restdocs [0-9a-f]{8} of \d{4}-\d\d-\d\d/);
  });

  test('is told apart where the claims of a run are', async ({ open }) => {
    await expect((await open('part')).locator('.facts').first()).toContainText(
      'only a part of the claims: --grep @batch',
    );
    await expect((await open('drafts')).locator('.facts').first()).toContainText('drafts tried as well');
  });
});

test.describe('a run of a part of the claims', () => {
  test('is compared with no other, and says why', async ({ open }) => {
    const page = await open('part');
    await expect(page.locator('.since')).toHaveText(
      'The first run of its kind in the history: there is nothing to compare it with. Of earlier runs, 12 tried all claims.',
    );
    await expect(page.locator('.step, .trend')).toHaveCount(0);
  });
});

test('the slowest cases come first, each with a claim to open', async ({ open }) => {
  const page = await open('green');
  await page.getByText(/^The slowest of [\d,]+ cases: [\d,]+ ms$/).click();
  const rows = page.locator('#timings tbody tr');
  await expect(rows).toHaveCount(20);
  const times = (await rows.locator('td:last-child').allInnerTexts()).map((text) =>
    Number(text.replace(/[, ms]/g, '')),
  );
  expect(times).toEqual(times.toSorted((left, right) => right - left));
  await rows.locator('a').first().click();
  await expect(page.locator('.claim.named')).toBeInViewport();
  await expect(page.locator('.claim.named .took').first()).toHaveText(/^[\d,]+ ms$/);
});

test.describe('a page', () => {
  const health = (page: Page, name: string) =>
    page
      .locator('.page')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('.health')
      .first();

  test('has its health in a line, with what its own checks found beneath', async ({ open }) => {
    const page = await open('three');
    const line = health(page, CHECKED_PAGE);
    await expect(line.locator('summary')).toHaveText(
      /\d+ confirmed .*1 contradicted .*1 of 2 examples work .*1 lint finding .*1 drifted/,
    );
    await expect(line.getByText('needs php in PATH')).toBeHidden();
    await line.locator('summary').click();
    for (const text of ['needs php in PATH', 'line 12: NAME has no type', 'BOT_ID: integer → string'])
      await expect(line.getByText(text)).toBeVisible();
    await expect(page.locator('.pages')).toContainText('1 of 2 examples work, 1 not run, 1 lint finding');
  });

  test('has only its claims in that line where it was not checked', async ({ open }) => {
    const page = await open('green');
    await expect(health(page, CHECKED_PAGE)).toHaveText(/^\d+ confirmed \d+ that no request can test\s*$/);
    await expect(page.locator('details.health')).toHaveCount(0);
    await expect(page.locator('.page').filter({ hasText: CLAIMLESS_PAGE })).toHaveCount(0);
  });

  test('is there without a testable claim, but not where claims are looked for', async ({ open }) => {
    const page = await open('three');
    const claimless = page.locator('main .page:not(.untestable)').filter({ hasText: CLAIMLESS_PAGE });
    await expect(claimless).toBeVisible();
    await page.locator('#verdict').selectOption('contradicted');
    await expect(claimless).toBeHidden();
    await page.getByRole('button', { name: 'show all', exact: true }).click();
    await expect(claimless).toBeVisible();
  });
});

test.describe('a claim', () => {
  test('shows the request as cURL after one click on the contradiction', async ({ open }) => {
    const page = await open('three');
    await page.locator('.first a').last().click();
    await expect(page.locator('.claim[open] .curl').first()).toBeInViewport();
    await expect(page.locator('.claim[open] .curl').first()).toContainText('curl -g');
  });

  test('marks what offends in the answer: status, text or the whole of a success', async ({ open }) => {
    const page = await open('three', STATUS);
    const marks = (id: string) => claim(page, id).locator('.exchange').first().locator('mark.offends');
    await expect(marks(STATUS)).toHaveText(['HTTP 403']);
    await claim(page, FRESH).locator('summary').first().click();
    await expect(marks(FRESH)).toHaveText([
      /"error_description": "Bot was installed by another rest application"/,
    ]);
    const [, , plain = ''] = THREE;
    await claim(page, plain).locator('summary').first().click();
    await expect(marks(plain).first()).toContainText('{');
  });

  test('keeps every token of an answer as it came', async ({ open }) => {
    const page = await open('green', LONG_ANSWER);
    const body = await page.locator('.claim[open] .answer-body').first().innerText();
    const known = JSON.parse((await page.locator('#report-data').textContent()) ?? '') as PageData;
    const [number = -1] = known.claims[LONG_ANSWER]?.evidence[0] ?? [];
    const sent = known.exchanges[number]?.body ?? '';
    expect(sent).toContain('"start":');
    expect(body.replaceAll(/\s+/g, '')).toBe(sent.replaceAll(/\s+/g, ''));
  });

  test('marks what is new and what flips back and forth, and shows its latest runs', async ({ open }) => {
    const page = await open('three');
    await expect(claim(page, FRESH).locator('.chip.new')).toBeVisible();
    await expect(page.locator('.chip.flips')).toHaveCount(1);
    await expect(claim(page, FLIPPING).locator('.chip.flips')).toBeVisible();
    await claim(page, FLIPPING).locator('summary').first().click();
    await expect(claim(page, FLIPPING).locator('.dot')).toHaveCount(13);
  });

  test('links its heading on the public documentation', async ({ open }) => {
    const page = await open('green');
    await expect(page.locator('.heading h3 a', { hasText: 'Result Object' }).first()).toHaveAttribute(
      'href',
      'https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html#result-object',
    );
    // The page of an include is that which shows it.
    const included = page.locator('.page', {
      has: page.getByRole('heading', { name: 'Statuses and System Error Codes', level: 2 }),
    });
    await expect(included.getByRole('link', { name: 'At the top of the page' })).toHaveAttribute(
      'href',
      'https://apidocs.bitrix24.com/error-codes.html',
    );
  });

  test('has its place whatever its verdict', async ({ open }) => {
    const page = await open('deviations');
    await expect(page.locator('.claim.deviation .known').first()).toContainText('known:');
    await expect(page.locator('.claim.disagreement .known').first()).toContainText(/^disagrees with \S+$/);
    await expect(page.locator('#untestable tbody tr').first()).toBeVisible();
    await expect(page.locator('#observations .claim').first()).toContainText('seen');
  });

  test('can be read without JavaScript', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pageUrl('three'));
    await expect(claim(page, STATUS)).toContainText('expected HTTP 401, got HTTP 403');
    await context.close();
  });
});

test('a page of 2,000 claims with exchanges stays small and usable', async ({ open }) => {
  const page = await open('large');
  await expect(page.locator('#shown')).toContainText('20');
  await page.getByRole('searchbox').fill('user_access_error 401');
  await expect.poll(() => shownClaims(page).count()).toBeLessThan(500);
  expect(await shownClaims(page).count()).toBeGreaterThan(0);
});
