import { HOSTILE } from '../kit/report/bench.ts';
import { claim, expect, type PageName, test } from './pages.ts';

const STATUS = 'some.method.status';

test.describe('what a portal sends', () => {
  for (const name of ['hostile', 'hostile-matrix'] as const satisfies PageName[])
    test(`makes no element, script or request: ${name}`, async ({ open }) => {
      const page = await open(name);
      await page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })");
      await expect(page.locator('script')).toHaveCount(2);
      await expect(page.locator('img, iframe, object, embed, meta[http-equiv="refresh"]')).toHaveCount(0);
      const links = await page
        .locator('a')
        .evaluateAll((found) => found.map((one) => one.getAttribute('href')));
      for (const link of links) expect(link).toMatch(/^(#|https:\/\/apidocs\.bitrix24\.com\/)/);
    });

  test('is shown as it came', async ({ open }) => {
    const page = await open('hostile', STATUS);
    const shown = await claim(page, STATUS).locator('.answer-body').first().innerText();
    for (const name of ['a script', 'an image', 'a closed fence', 'entities'])
      expect(shown).toContain(HOSTILE[name]);
  });

  test('cannot steer a terminal that a cURL line is pasted into', async ({ open }) => {
    const page = await open('hostile', STATUS);
    await claim(page, STATUS).getByRole('button', { name: 'Copy cURL' }).first().click();
    const text = (await page.evaluate('navigator.clipboard.readText()')) as string;
    expect(text).toContain('\\u001b[2J');
    expect(text).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
  });

  test('cannot leave the code block of a copied issue', async ({ open }) => {
    const page = await open('hostile', STATUS);
    await claim(page, STATUS).getByRole('button', { name: 'Copy as issue' }).click();
    const text = (await page.evaluate('navigator.clipboard.readText()')) as string;
    let fence = '';
    const outside = text.split('\n').filter((line) => {
      const [marks = ''] = /^`{3,}/.exec(line) ?? [];
      if (fence === '' && marks !== '') fence = marks;
      else if (fence !== '' && line === fence) fence = '';
      else return fence === '';
      return false;
    });
    expect(fence).toBe('');
    // Code within a line is shown as it is.
    const markup = outside.map((line) => line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, ''));
    for (const line of markup) expect(line).not.toMatch(/<img|<script|\]\(javascript|^# |^\| a|`/);
    expect(text).toContain(HOSTILE['an image']);
  });
});
